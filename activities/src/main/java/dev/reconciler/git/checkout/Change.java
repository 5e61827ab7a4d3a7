package dev.reconciler.git.checkout;

/** One path that a move changes. */
record Change(String path, Content from, Content to) {
    /** The other way round. */
    Change reversed() {
        return new Change(path, to, from);
    }
}
