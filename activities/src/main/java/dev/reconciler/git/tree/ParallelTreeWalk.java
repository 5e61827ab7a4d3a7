package dev.reconciler.git.tree;

import org.jspecify.annotations.Nullable;

/** Goes through the names of several trees together, in order, each name once. */
public final class ParallelTreeWalk {
    private final TreeObject[] trees;
    private final int[] next;
    private final @Nullable TreeEntry[] leaves;
    private BytePath name = BytePath.ROOT;

    public ParallelTreeWalk(TreeObject... trees) {
        this.trees = trees;
        this.next = new int[trees.length];
        this.leaves = new TreeEntry[trees.length];
    }

    /** Steps to the next name. */
    public boolean next() {
        BytePath least = null;
        for (int i = 0; i < trees.length; i++) {
            BytePath candidate = peekName(i);
            if (candidate != null && (least == null || candidate.compareTo(least) < 0)) {
                least = candidate;
            }
        }
        if (least == null) {
            return false;
        }
        name = least;
        for (int i = 0; i < trees.length; i++) {
            leaves[i] = isAt(i, least) ? trees[i].entries().get(next[i]++).leaf() : null;
        }
        return true;
    }

    private boolean isAt(int tree, BytePath wanted) {
        BytePath candidate = peekName(tree);
        return candidate != null && candidate.equals(wanted);
    }

    private @Nullable BytePath peekName(int tree) {
        return next[tree] == trees[tree].size()
                ? null
                : trees[tree].entries().get(next[tree]).name();
    }

    public BytePath name() {
        return name;
    }

    /** What that tree has under the name. */
    @Nullable
    public TreeEntry leaf(int tree) {
        return leaves[tree];
    }
}
