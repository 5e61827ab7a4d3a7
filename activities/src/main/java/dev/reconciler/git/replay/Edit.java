package dev.reconciler.git.replay;

/** Lines {@code fromA} to {@code toA} of one text stand where {@code fromB} to {@code toB} stand in the other. */
record Edit(int fromA, int toA, int fromB, int toB) {
    int sizeA() {
        return toA - fromA;
    }

    int sizeB() {
        return toB - fromB;
    }
}
