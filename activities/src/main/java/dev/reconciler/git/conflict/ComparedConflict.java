package dev.reconciler.git.conflict;

import dev.reconciler.git.history.HistoryComparison;
import dev.reconciler.git.merge.MergeSettings;
import dev.reconciler.git.merge.TreeMerge;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.state.SharedHistory;
import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.MergeObjects;
import dev.reconciler.git.tree.TreeDiff;
import java.io.IOException;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/**
 * A conflict branch beside the branch that is reconciled, both on the remote.
 *
 * @param history how the two came apart; {@code own} are those of the conflict branch that the other never had
 * @param files the paths in conflict; where none is, those that a merge would change
 */
record ComparedConflict(HistoryComparison history, List<BytePath> files) {
    /** Compares the two, whose objects are in the clone. Changes nothing. */
    static ComparedConflict compare(DataRepository repository, ObjectId conflict, ObjectId remote) throws IOException {
        HistoryComparison history = new SharedHistory(repository).compareConflict(conflict, remote);
        ObjectId base = history.mergeBase();
        List<BytePath> files =
                history.ahead() == 0 || base == null ? List.of() : findFiles(repository, base, conflict, remote);
        return new ComparedConflict(history, files);
    }

    private static List<BytePath> findFiles(
            DataRepository repository, ObjectId base, ObjectId conflict, ObjectId remote) throws IOException {
        try (ObjectReader reader = repository.git().newObjectReader();
                RevWalk walk = new RevWalk(reader);
                MergeObjects objects = MergeObjects.readOnly(reader)) {
            ObjectId ours = readTree(walk, remote);
            TreeMerge.MergedTree merged = TreeMerge.merge(
                    objects, MergeSettings.of(repository.git()), readTree(walk, base), ours, readTree(walk, conflict));
            @Nullable ObjectId tree = merged.tree();
            return tree == null
                    ? merged.paths()
                    : TreeDiff.between(objects, BytePath.ROOT, ours, tree).stream()
                            .map(TreeDiff.FileChange::path)
                            .toList();
        }
    }

    static ObjectId readTree(RevWalk walk, ObjectId commit) throws IOException {
        return walk.parseCommit(commit).getTree().getId();
    }

    /** Whether the two have nothing in common: such a branch says nothing about the other. */
    boolean isUnrelated() {
        return history.mergeBase() == null;
    }

    /** Whether the remote's branch has all that the conflict branch would bring, be it as other commits. */
    boolean isMerged() {
        return history.ahead() == 0 || (!isUnrelated() && files.isEmpty());
    }
}
