package dev.reconciler.git.merge;

/**
 * What a merge makes of a file that one side added to a directory that the other side has moved: git's setting {@code
 * merge.directoryRenames}.
 */
enum DirectoryRenameMode {
    /** The file stays where it was added. */
    STAY,
    /** The file goes where the directory went. */
    MOVE,
    /** A person decides. */
    CONFLICT
}
