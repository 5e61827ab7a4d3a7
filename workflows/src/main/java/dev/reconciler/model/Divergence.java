package dev.reconciler.model;

/** How the local and the remote branch differ. */
public enum Divergence {
    /** Both name the same commit. */
    UP_TO_DATE,
    /** Local is an ancestor of remote. */
    BEHIND,
    /** Remote is an ancestor of local, and nothing was dropped. */
    AHEAD,
    /** Each has commits that the other lacks, and none of them was dropped. */
    DIVERGED,
    /** Local has commits that both sides once held and that the remote no longer has: the remote was rewritten. */
    REWOUND
}
