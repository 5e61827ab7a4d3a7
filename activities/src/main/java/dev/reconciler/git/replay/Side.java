package dev.reconciler.git.replay;

/** A side of a merge: the tip so far, or the commit that is replayed. */
enum Side {
    OURS,
    THEIRS
}
