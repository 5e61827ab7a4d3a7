package dev.reconciler.git.merge;

/**
 * A side of a merge. In a replay, ours is the tip so far, and theirs is the commit that is replayed; merge-ort of git
 * calls them {@code MERGE_SIDE1} and {@code MERGE_SIDE2}.
 */
enum MergeSide {
    OURS,
    THEIRS;

    MergeSide other() {
        return this == OURS ? THEIRS : OURS;
    }
}
