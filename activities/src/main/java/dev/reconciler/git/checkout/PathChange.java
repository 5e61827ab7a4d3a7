package dev.reconciler.git.checkout;

/** One path that a move changes. */
record PathChange(String path, PathContent from, PathContent to) {
    /** The other way round. */
    PathChange reversed() {
        return new PathChange(path, to, from);
    }
}
