package dev.reconciler.git.tree;

import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * The mode and the object that a {@link TreeObject} has under a name: a file, a symbolic link, the commit of a submodule
 * or another tree.
 */
public record TreeEntry(int mode, ObjectId id) {
    private static final int EXECUTABLE = 0100;

    /** An entry with one of the modes that git writes today; old trees have others for files, such as 100664. */
    static TreeEntry canonical(int mode, ObjectId id) {
        // Git's canon_mode: of a file's permissions, git keeps only whether the owner may execute it.
        if ((mode & FileMode.TYPE_MASK) != FileMode.TYPE_FILE) {
            return new TreeEntry(mode, id);
        }
        FileMode file = (mode & EXECUTABLE) == 0 ? FileMode.REGULAR_FILE : FileMode.EXECUTABLE_FILE;
        return new TreeEntry(file.getBits(), id);
    }

    /** The kind of the entry, as one of the {@code TYPE_} numbers of {@link FileMode}. */
    public int type() {
        return mode & FileMode.TYPE_MASK;
    }

    public boolean isTree() {
        return type() == FileMode.TYPE_TREE;
    }

    /** Whether the entry is a file, executable or not, and no symbolic link. */
    public boolean isRegular() {
        return type() == FileMode.TYPE_FILE;
    }

    /** Whether the entry is the commit of a submodule. */
    public boolean isGitlink() {
        return type() == FileMode.TYPE_GITLINK;
    }

    /** The same entry, and null for a tree: symbolic links and submodules pass as files. */
    public static @Nullable TreeEntry file(@Nullable TreeEntry entry) {
        return entry == null || entry.isTree() ? null : entry;
    }

    /** The id of a tree, and null for an entry that is none. */
    public static @Nullable ObjectId tree(@Nullable TreeEntry entry) {
        return entry == null || !entry.isTree() ? null : entry.id();
    }
}
