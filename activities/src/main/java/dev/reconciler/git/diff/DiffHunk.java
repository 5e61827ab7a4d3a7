package dev.reconciler.git.diff;

/** Lines {@code fromA} to {@code toA} of one text stand where {@code fromB} to {@code toB} stand in the other. */
public record DiffHunk(int fromA, int toA, int fromB, int toB) {
    public int sizeA() {
        return toA - fromA;
    }

    int sizeB() {
        return toB - fromB;
    }
}
