package dev.reconciler.git.replay;

import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/** What a tree has under a name: a file, a symbolic link, a submodule's commit or another tree. */
record Leaf(int mode, ObjectId id) {
    private static final int EXECUTABLE = 0100;

    /** With one of the modes that git writes today; old trees have others for files. */
    static Leaf canonical(int mode, ObjectId id) {
        if ((mode & FileMode.TYPE_MASK) != FileMode.TYPE_FILE) {
            return new Leaf(mode, id);
        }
        FileMode file = (mode & EXECUTABLE) == 0 ? FileMode.REGULAR_FILE : FileMode.EXECUTABLE_FILE;
        return new Leaf(file.getBits(), id);
    }

    int type() {
        return mode & FileMode.TYPE_MASK;
    }

    boolean isTree() {
        return type() == FileMode.TYPE_TREE;
    }

    boolean isRegular() {
        return type() == FileMode.TYPE_FILE;
    }

    boolean isGitlink() {
        return type() == FileMode.TYPE_GITLINK;
    }

    /** The same unless it is a tree. */
    static @Nullable Leaf file(@Nullable Leaf leaf) {
        return leaf == null || leaf.isTree() ? null : leaf;
    }

    /** The tree's id, null for anything else. */
    static @Nullable ObjectId tree(@Nullable Leaf leaf) {
        return leaf == null || !leaf.isTree() ? null : leaf.id();
    }
}
