package dev.reconciler.git.checkout;

/** One path that a move changes, with what the commit that the branch leaves and the one that it goes to have there. */
record PathChange(String path, PathContent from, PathContent to) {
    /** Makes the change that takes this one back. */
    PathChange reversed() {
        return new PathChange(path, to, from);
    }
}
