package dev.reconciler.git.tree;

import org.jspecify.annotations.Nullable;

/**
 * Goes through the names of several trees together, in the order of their bytes, each name once. Git's {@code
 * traverse_trees} does the same.
 *
 * <p>Example: a tree with {@code a c}, one with {@code b c} and one with {@code c} give the names {@code a}, {@code b} and
 * {@code c}; at {@code a} only the first tree has an {@link TreeEntry}, and at {@code c} all three have one.
 */
public final class ParallelTreeWalk {
    private final TreeObject[] trees;
    private final int[] next;
    private final @Nullable TreeEntry[] entries;
    private BytePath name = BytePath.ROOT;

    /** A walk that stands before the first name. */
    public ParallelTreeWalk(TreeObject... trees) {
        this.trees = trees;
        this.next = new int[trees.length];
        this.entries = new TreeEntry[trees.length];
    }

    /** Steps to the next name; false after the last one. */
    public boolean next() {
        // The next name is the least of those that the trees have next.
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
        // The trees that have this name give their entry and step on. The others wait.
        name = least;
        for (int i = 0; i < trees.length; i++) {
            entries[i] = isAt(i, least) ? trees[i].entries().get(next[i]++).entry() : null;
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

    /** The name at which the walk stands. */
    public BytePath name() {
        return name;
    }

    /** The entry of that tree under the name; null where the tree has none. */
    @Nullable
    public TreeEntry entry(int tree) {
        return entries[tree];
    }
}
