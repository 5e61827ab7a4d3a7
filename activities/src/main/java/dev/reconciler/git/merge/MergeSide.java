package dev.reconciler.git.merge;

/** A side of a merge: the tip so far, or the commit that is replayed. */
enum MergeSide {
    OURS,
    THEIRS
}
