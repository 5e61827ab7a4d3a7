package dev.reconciler.git.replay;

import dev.reconciler.git.merge.MergeSettings;
import dev.reconciler.git.merge.TreeMerge;
import dev.reconciler.git.tree.MergeObjects;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;

/**
 * Finds merges whose tree is not the one that {@link TreeMerge} makes of their parents: a person resolved a conflict by
 * hand, or changed something in the merge itself.
 *
 * <p>A linear replay leaves the merges out, as {@code git rebase} does, and a person's resolution with them. An example
 * in letters: the parents have {@code aX} and {@code aY}, and the merge {@code aZ}. No replayed commit has the Z.
 */
final class HandResolvedMerges {
    private final MergeObjects objects;
    private final MergeSettings settings;
    private final ObjectReader reader;

    HandResolvedMerges(MergeObjects objects, MergeSettings settings, ObjectReader reader) {
        this.objects = objects;
        this.settings = settings;
        this.reader = reader;
    }

    /**
     * Tells whether a linear replay of these commits would lose a resolution.
     *
     * @throws IOException if an object is missing or can't be read
     */
    boolean anyResolvedByHand(List<RevCommit> commits) throws IOException {
        try (RevWalk walk = new RevWalk(reader)) {
            for (RevCommit commit : commits) {
                if (commit.getParentCount() > 1 && !isReproducible(walk, commit)) {
                    return true;
                }
            }
            return false;
        }
    }

    private boolean isReproducible(RevWalk walk, RevCommit merge) throws IOException {
        // An octopus is merged by another strategy of git. It counts as resolved by hand, which loses nothing.
        if (merge.getParentCount() > 2) {
            return false;
        }
        RevCommit first = walk.parseCommit(merge.getParent(0));
        RevCommit second = walk.parseCommit(merge.getParent(1));
        List<RevCommit> bases = findMergeBases(walk, first, second);
        // Several bases: git would merge the bases first, which TreeMerge does not do.
        if (bases.size() > 1) {
            return false;
        }
        // No base: two histories without a common commit were joined. They are merged on the empty tree.
        ObjectId base = bases.isEmpty() ? null : bases.get(0).getTree().getId();
        // The tree of this merge is only compared. Nothing of it goes into the pack of the replay.
        try (MergeObjects scratch = objects.withoutWriting()) {
            TreeMerge.MergedTree again = TreeMerge.merge(
                    scratch,
                    settings,
                    base,
                    first.getTree().getId(),
                    second.getTree().getId());
            // On a conflict there is no tree, and a person must have resolved the merge.
            return merge.getTree().getId().equals(again.tree());
        }
    }

    private static List<RevCommit> findMergeBases(RevWalk walk, RevCommit first, RevCommit second) throws IOException {
        walk.reset();
        walk.setRevFilter(RevFilter.MERGE_BASE);
        walk.markStart(first);
        walk.markStart(second);
        List<RevCommit> bases = new ArrayList<>();
        for (RevCommit base = walk.next(); base != null; base = walk.next()) {
            bases.add(base);
        }
        return bases;
    }
}
