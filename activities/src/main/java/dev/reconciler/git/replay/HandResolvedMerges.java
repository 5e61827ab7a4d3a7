package dev.reconciler.git.replay;

import dev.reconciler.git.merge.MergeSettings;
import dev.reconciler.git.merge.TreeMerge;
import dev.reconciler.git.tree.ReplayObjects;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;

/** Finds merges whose tree is not what merging their parents gives: somebody resolved them by hand. */
final class HandResolvedMerges {
    private final ReplayObjects objects;
    private final MergeSettings settings;
    private final ObjectReader reader;

    HandResolvedMerges(ReplayObjects objects, MergeSettings rules, ObjectReader reader) {
        this.objects = objects;
        this.settings = rules;
        this.reader = reader;
    }

    /** Whether any of these commits is a merge that a linear replay can't carry. */
    boolean anyResolvedByHand(List<RevCommit> commits) throws IOException {
        try (ReplayObjects scratch = objects.withoutWriting();
                RevWalk walk = new RevWalk(reader)) {
            for (RevCommit commit : commits) {
                if (commit.getParentCount() > 1 && !isReproducible(scratch, walk, commit)) {
                    return true;
                }
            }
            return false;
        }
    }

    private boolean isReproducible(ReplayObjects scratch, RevWalk walk, RevCommit merge) throws IOException {
        if (merge.getParentCount() > 2) {
            return false;
        }
        RevCommit first = walk.parseCommit(merge.getParent(0));
        RevCommit second = walk.parseCommit(merge.getParent(1));
        List<RevCommit> bases = findMergeBases(walk, first, second);
        if (bases.size() > 1) {
            return false;
        }
        ObjectId base = bases.isEmpty() ? null : bases.get(0).getTree().getId();
        TreeMerge.MergedTree again = TreeMerge.merge(
                scratch,
                settings,
                base,
                first.getTree().getId(),
                second.getTree().getId());
        return merge.getTree().getId().equals(again.tree());
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
