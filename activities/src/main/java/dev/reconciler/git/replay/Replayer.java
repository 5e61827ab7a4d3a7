package dev.reconciler.git.replay;

import dev.reconciler.git.attributes.AttributesSource;
import dev.reconciler.git.merge.MergeSettings;
import dev.reconciler.git.merge.TreeMerge;
import dev.reconciler.git.message.CommitText;
import dev.reconciler.git.repository.CommitterIdentity;
import dev.reconciler.git.tree.MergeObjects;
import dev.reconciler.git.tree.TreeDiff;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * Replays commits on another commit, in the object database alone: no ref moves and no file of a work tree changes.
 *
 * <p>{@code git rebase} with its defaults is the reference for which replays are clean, and for the trees and messages
 * of the new commits. Where the answer of git can't be told for sure, the replay is a conflict.
 *
 * <p>An example: with A the common commit, {@code A-B-C} on the remote and {@code A-B'-D} here, where B' makes the same
 * change as B, the replay on C gives {@code C-D'}. B' is left out, and D' is D on another parent.
 */
public final class Replayer {
    private final CommitterIdentity committer;
    private final MergeSettings settings;
    private final PatchSettings patchSettings;
    private final CommitText text;
    private final CommitSealer sealer;
    private final Repository repository;

    /**
     * Replays as a repository is configured.
     *
     * @param committer the committer of the new commits
     * @param sealer signs the new commits, or does not
     * @throws IOException if the configuration or the attributes of the repository can't be read
     */
    public Replayer(CommitterIdentity committer, Repository repository, CommitSealer sealer) throws IOException {
        this.committer = committer;
        this.sealer = sealer;
        this.settings = MergeSettings.of(repository);
        this.patchSettings = PatchSettings.of(repository.getConfig());
        this.repository = repository;
        this.text = CommitText.of(repository.getConfig());
    }

    /**
     * Replays the own commits of a task, oldest first, and ends with the first conflict. The same task gives the very
     * same commits, where the sealer gives the same signatures. Nothing is signed before all of it has replayed.
     *
     * @param reader reads the objects that are there already; those that the replay writes are read through the inserter
     * @param inserter takes all new objects; it is not flushed, and holds leftovers after a conflict
     * @throws IOException if an object is missing or can't be read or written; never for a conflict
     */
    public ReplayResult replay(ReplayTask task, ObjectReader reader, ObjectInserter inserter) throws IOException {
        try (MergeObjects objects = new MergeObjects(reader, inserter);
                RevWalk walk = new RevWalk(reader)) {
            List<RevCommit> own = ReplayOrder.sortOldestFirst(walk, task.own());
            // sequencer_make_script of git sets max_parents to 1: a merge is not replayed, only what it merged.
            List<RevCommit> picks =
                    own.stream().filter(each -> each.getParentCount() < 2).toList();
            // Before the first pick: a conflict is pushed with all own commits too.
            Map<ObjectId, ObjectId> headers = checkOwnCommits(objects, walk, reader, picks);
            UpstreamPatches upstream =
                    new UpstreamPatches(objects, walk, readTexts(objects, own), task.upstream(), headers);
            ReplayInProgress run = new ReplayInProgress(objects, walk, upstream, task);
            for (RevCommit pick : picks) {
                String conflict = run.pickCommit(pick);
                if (conflict != null) {
                    return ReplayResult.conflict(conflict);
                }
            }
            Map<ObjectId, ObjectId> twins = run.writeTwins();
            // A line of commits has none for a merge, and none for a commit that became empty.
            boolean keepOriginal = run.hasEmptied || picks.size() < own.size();
            return ReplayResult.replayed(run.tip, twins, run.upstreamTwins, keepOriginal);
        }
    }

    /**
     * Writes the commit of an own commit that a person has replayed by hand: with its author and message.
     *
     * @param tree what the person has made of it
     */
    public ObjectId writeResolved(
            ObjectId original,
            ObjectId parent,
            ObjectId tree,
            Instant committedAt,
            ObjectReader reader,
            ObjectInserter inserter)
            throws IOException {
        try (MergeObjects objects = new MergeObjects(reader, inserter);
                RevWalk walk = new RevWalk(reader)) {
            RevCommit commit = walk.parseCommit(original);
            walk.parseBody(commit);
            return new CommitWriter(objects, committer, committedAt, text, sealer).writeReplayed(commit, parent, tree);
        }
    }

    /** Answers the id of each commit's headers, but of one that changes nothing: that is no patch. */
    private Map<ObjectId, ObjectId> checkOwnCommits(
            MergeObjects objects, RevWalk walk, ObjectReader reader, List<RevCommit> picks) throws IOException {
        OwnContents contents = new OwnContents(reader, repository);
        Map<ObjectId, ObjectId> headers = new HashMap<>();
        for (RevCommit pick : picks) {
            List<TreeDiff.FileChange> changes = UpstreamPatches.diffWithParent(objects, walk, pick);
            contents.check(changes);
            if (!changes.isEmpty()) {
                headers.put(pick, PatchId.ofHeaders(changes));
            }
        }
        return headers;
    }

    // Git looks for patches before it checks out anything: the attributes are those of local's own tip.
    private PatchTexts readTexts(MergeObjects objects, List<RevCommit> own) {
        ObjectId tree = own.isEmpty()
                ? Constants.EMPTY_TREE_ID
                : own.get(own.size() - 1).getTree().getId();
        return new PatchTexts(
                objects, patchSettings, settings.attributes().within(AttributesSource.ofCheckedOutTree(objects, tree)));
    }

    /** A replay under way: the new trees so far, and the commit that the first new one stands on. */
    private final class ReplayInProgress {
        private final MergeObjects objects;
        private final RevWalk walk;
        private final UpstreamPatches upstream;
        private final CommitWriter writer;
        private final MergeSettings merging;
        private final boolean keepsTheirs;
        /** The commits to write once all have replayed, each with its new tree. */
        private final List<ReplayedCommit> replayed = new ArrayList<>();
        /** The commits that are left out, each with the one of upstream that makes the same change. */
        private final Map<ObjectId, ObjectId> upstreamTwins = new LinkedHashMap<>();

        private ObjectId tip;
        private ObjectId tree;

        /** Whether a commit became empty: neither upstream nor the replay has a commit for it. */
        private boolean hasEmptied;

        ReplayInProgress(MergeObjects objects, RevWalk walk, UpstreamPatches upstream, ReplayTask task)
                throws IOException {
            this.objects = objects;
            this.walk = walk;
            this.upstream = upstream;
            this.merging = task.keepsTheirs() ? settings.favoringTheirs() : settings;
            this.keepsTheirs = task.keepsTheirs();
            this.writer = new CommitWriter(objects, committer, task.committedAt(), text, sealer);
            this.tip = task.onto();
            this.tree = walk.parseCommit(task.onto()).getTree().getId();
        }

        /** Replays one commit, or leaves it out; answers the conflict, or null where there is none. */
        private @Nullable String pickCommit(RevCommit commit) throws IOException {
            UpstreamPatches.PatchMatch match = upstream.matchUpstream(commit);
            RevCommit same = match.same();
            // Where theirs are right as well: what upstream has changed again since is its word on a change of theirs.
            if (same != null && match.isFirst()) {
                // "skipped previously applied commit" of git: the tip stays.
                upstreamTwins.put(commit.getId(), same.getId());
                return null;
            }
            // Git leaves the commit out, and its spaces with it. A person decides.
            return match.isAlike() && !keepsTheirs
                    ? describeConflict(commit, "git would take it for one that the remote has, but spaces differ")
                    : applyChange(commit, same);
        }

        /** @param same the commit of upstream that makes the same change; null where none does */
        private @Nullable String applyChange(RevCommit commit, @Nullable RevCommit same) throws IOException {
            ObjectId theirs = commit.getTree().getId();
            // The commit stands on the tip already: it stays as it is, with its id, its committer and its signature.
            // This is skip_unnecessary_picks of git.
            if (replayed.isEmpty()
                    && commit.getParentCount() == 1
                    && commit.getParent(0).equals(tip)) {
                tip = commit.getId();
                tree = theirs;
                return null;
            }
            // do_pick_commit of git: a three-way merge whose base is the commit's parent. In letters, a line each, with
            // the parent "abc" (base), the tip "Ybc" (ours) and the commit "abX" (theirs), the merge is "YbX".
            ObjectId base = UpstreamPatches.readParentTree(walk, commit);
            TreeMerge.MergedTree merged = TreeMerge.merge(objects, merging, base, tree, theirs);
            if (merged.tree() == null) {
                return describeConflict(commit, merged.conflicts());
            }
            // allow_empty of git. A commit that was empty from the start stays: its message is what it says. A commit
            // that becomes empty is left out: with the parent "abc", the tip "abX" and the commit "abX" nothing is new.
            boolean emptyBefore = theirs.equals(Objects.requireNonNullElse(base, Constants.EMPTY_TREE_ID));
            if (emptyBefore || !merged.tree().equals(tree)) {
                replayed.add(new ReplayedCommit(commit, merged.tree()));
                tree = merged.tree();
            } else if (same != null) {
                upstreamTwins.put(commit.getId(), same.getId());
            } else {
                hasEmptied = true;
            }
            return null;
        }

        /** Writes the new commits, each on the one before, and answers each by its original. */
        private Map<ObjectId, ObjectId> writeTwins() throws IOException {
            Map<ObjectId, ObjectId> twins = new LinkedHashMap<>();
            for (ReplayedCommit each : replayed) {
                tip = writer.writeReplayed(each.original(), tip, each.tree());
                twins.put(each.original().getId(), tip);
            }
            return twins;
        }

        private static String describeConflict(RevCommit commit, String why) {
            return "commit "
                    + commit.abbreviate(Constants.OBJECT_ID_ABBREV_STRING_LENGTH)
                            .name() + " \"" + commit.getShortMessage() + "\": " + why;
        }
    }

    private record ReplayedCommit(RevCommit original, ObjectId tree) {}
}
