package dev.reconciler.git.diff;

/**
 * One place where two texts differ: the lines {@code fromA} to {@code toA} of the first text stand where the lines
 * {@code fromB} to {@code toB} of the second text stand. Lines are counted from 0, and the last one is not included. A
 * side without lines says that the hunk only adds or only deletes. {@link LineDiff} makes the hunks.
 */
public record DiffHunk(int fromA, int toA, int fromB, int toB) {
    /** How many lines of the first text the hunk replaces. */
    public int sizeA() {
        return toA - fromA;
    }

    /** How many lines of the second text replace them. */
    int sizeB() {
        return toB - fromB;
    }
}
