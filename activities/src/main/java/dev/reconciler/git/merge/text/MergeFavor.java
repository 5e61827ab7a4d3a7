package dev.reconciler.git.merge.text;

/** What a merge does where both sides have changed the same place; git's {@code XDL_MERGE_FAVOR}. */
public enum MergeFavor {
    /** It is a conflict, which a person decides. */
    NEITHER,
    /** The side that is merged in is right there. */
    THEIRS,
    /** The lines of both are taken, ours first. */
    UNION
}
