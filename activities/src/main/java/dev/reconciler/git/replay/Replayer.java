package dev.reconciler.git.replay;

import dev.reconciler.git.merge.MergeSettings;
import dev.reconciler.git.merge.TreeMerge;
import dev.reconciler.git.repository.CommitterIdentity;
import dev.reconciler.git.tree.ReplayObjects;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/**
 * Replays commits on another one, in the object database alone. The reference for what is clean, and for what comes out,
 * is {@code git rebase} with its defaults; where git's answer can't be told for sure, it is a conflict.
 */
public final class Replayer {
    private final CommitterIdentity committer;
    private final MergeSettings settings;

    /**
     * Replays as a repository is configured.
     *
     * @param committer who the replayed commits are committed by
     */
    public Replayer(CommitterIdentity committer, Repository repository) throws IOException {
        this.committer = committer;
        this.settings = MergeSettings.of(repository);
    }

    /**
     * Replays. The same task gives the very same commits.
     *
     * @param reader reads what is there already; what the replay writes is read through the inserter
     * @param inserter takes all new objects; it is not flushed, and holds leftovers after a conflict
     * @throws IOException if an object is missing or can't be read or written; never for a conflict
     */
    public ReplayResult replay(ReplayTask task, ObjectReader reader, ObjectInserter inserter) throws IOException {
        try (ReplayObjects objects = new ReplayObjects(reader, inserter);
                RevWalk walk = new RevWalk(reader)) {
            List<RevCommit> own = ReplayOrder.sortOldestFirst(walk, task.own());
            List<RevCommit> picks =
                    own.stream().filter(each -> each.getParentCount() < 2).toList();
            boolean keepOriginal = new HandResolvedMerges(objects, settings, reader).anyResolvedByHand(own);
            UpstreamPatches upstream = new UpstreamPatches(objects, walk, task.upstream(), picks);
            ReplayInProgress run = new ReplayInProgress(objects, walk, upstream, task);
            for (RevCommit pick : picks) {
                String conflict = run.pickCommit(pick);
                if (conflict != null) {
                    return ReplayResult.conflict(keepOriginal, conflict);
                }
            }
            return ReplayResult.replayed(run.tip, run.written, keepOriginal || run.hasEmptied);
        }
    }

    /** A replay under way. */
    private final class ReplayInProgress {
        private final ReplayObjects objects;
        private final RevWalk walk;
        private final UpstreamPatches upstream;
        private final CommitWriter writer;
        private ObjectId tip;
        private ObjectId tree;
        private int written;

        /** Whether a commit became empty: it has no twin upstream, and none in the replay. */
        private boolean hasEmptied;

        ReplayInProgress(ReplayObjects objects, RevWalk walk, UpstreamPatches upstream, ReplayTask task)
                throws IOException {
            this.objects = objects;
            this.walk = walk;
            this.upstream = upstream;
            this.writer = new CommitWriter(objects, committer, task.committedAt());
            this.tip = task.onto();
            this.tree = walk.parseCommit(task.onto()).getTree().getId();
        }

        /** Replays one commit, or leaves it out; answers the conflict where there is one. */
        private @Nullable String pickCommit(RevCommit commit) throws IOException {
            UpstreamPatches.PatchMatch match = upstream.matchUpstream(commit);
            return switch (match) {
                case SAME -> null;
                case ALIKE ->
                    describeConflict(
                            commit, "git would take it for one that the remote has, but spaces or file modes differ");
                case NONE -> applyChange(commit);
            };
        }

        private @Nullable String applyChange(RevCommit commit) throws IOException {
            ObjectId theirs = commit.getTree().getId();
            if (commit.getParentCount() == 1 && commit.getParent(0).equals(tip)) {
                tip = commit.getId();
                tree = theirs;
                return null;
            }
            ObjectId base = UpstreamPatches.readParentTree(walk, commit);
            TreeMerge.MergedTree merged = TreeMerge.merge(objects, settings, base, tree, theirs);
            if (merged.tree() == null) {
                return describeConflict(commit, merged.conflicts());
            }
            boolean emptyBefore = theirs.equals(Objects.requireNonNullElse(base, Constants.EMPTY_TREE_ID));
            if (emptyBefore || !merged.tree().equals(tree)) {
                tip = writer.writeReplayed(commit, tip, merged.tree());
                tree = merged.tree();
                written++;
            } else {
                hasEmptied = true;
            }
            return null;
        }

        private static String describeConflict(RevCommit commit, String why) {
            return "commit "
                    + commit.abbreviate(Constants.OBJECT_ID_ABBREV_STRING_LENGTH)
                            .name() + " \"" + commit.getShortMessage() + "\": " + why;
        }
    }
}
