package dev.reconciler.git.tree;

import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/** What a tree has under a name: a file, a symbolic link, a submodule's commit or another tree. */
public record TreeEntry(int mode, ObjectId id) {
    private static final int EXECUTABLE = 0100;

    /** With one of the modes that git writes today; old trees have others for files. */
    static TreeEntry canonical(int mode, ObjectId id) {
        if ((mode & FileMode.TYPE_MASK) != FileMode.TYPE_FILE) {
            return new TreeEntry(mode, id);
        }
        FileMode file = (mode & EXECUTABLE) == 0 ? FileMode.REGULAR_FILE : FileMode.EXECUTABLE_FILE;
        return new TreeEntry(file.getBits(), id);
    }

    public int type() {
        return mode & FileMode.TYPE_MASK;
    }

    public boolean isTree() {
        return type() == FileMode.TYPE_TREE;
    }

    public boolean isRegular() {
        return type() == FileMode.TYPE_FILE;
    }

    public boolean isGitlink() {
        return type() == FileMode.TYPE_GITLINK;
    }

    /** The same unless it is a tree. */
    static @Nullable public TreeEntry file(@Nullable TreeEntry leaf) {
        return leaf == null || leaf.isTree() ? null : leaf;
    }

    /** The tree's id, null for anything else. */
    static @Nullable public ObjectId tree(@Nullable TreeEntry leaf) {
        return leaf == null || !leaf.isTree() ? null : leaf.id();
    }
}
