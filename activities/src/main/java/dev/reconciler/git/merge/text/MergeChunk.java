package dev.reconciler.git.merge.text;

/**
 * A place where the result may differ from base, as the lines {@code from1} to {@code to1} of ours and {@code from2} to
 * {@code to2} of theirs; the last ones are not included. Git's name is {@code xdmerge_t}.
 */
record MergeChunk(ChunkChoice take, int from1, int to1, int from2, int to2) {
    boolean isConflict() {
        return take == ChunkChoice.NEITHER;
    }

    /** The same place, at which theirs is right. */
    MergeChunk takeTheirs() {
        return new MergeChunk(ChunkChoice.THEIRS, from1, to1, from2, to2);
    }

    /** Which side the result takes; git's {@code mode}. */
    enum ChunkChoice {
        /** Only ours changed the lines. */
        OURS,
        /** Only theirs changed the lines. */
        THEIRS,
        /** The sides conflict. */
        NEITHER,
        /** Both sides have the same lines there. */
        EITHER
    }
}
