package dev.reconciler.git.conflict;

import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.contract.cases.CaseState;
import dev.reconciler.contract.cases.ConflictLook;
import dev.reconciler.contract.cases.ConflictLook.ConflictCommit;
import dev.reconciler.contract.cases.ConflictLook.ConflictFile;
import dev.reconciler.git.graph.CommitWords;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.remote.ConflictBranchRemote;
import dev.reconciler.git.remote.GitRemote;
import dev.reconciler.git.remote.fetch.FetchedCommit;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.secret.SecretScrubber;
import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.MergeObjects;
import dev.reconciler.git.tree.TreeDiff;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;

/** Says of one conflict whether it is open, and what both sides have done. Fetches what the clone lacks; moves no ref. */
public final class ConflictLookStep {
    // Temporal's histories hold what is found, with every look.
    private static final int MOST_FILES = 50;
    private static final int MOST_COMMITS = 20;
    private static final int LONGEST_SUBJECT = 200;

    /** @throws dev.reconciler.git.error.GitException if the remote does not answer, or refuses */
    public ConflictLook run(DataRepository repository, PreservedConflict conflict, Deadline deadline)
            throws IOException {
        try (FetchedCommit remote =
                new GitRemote(repository.settings()).fetch(repository.git(), repository.local(), deadline)) {
            Optional<FetchedCommit> fetched = new ConflictBranchRemote(repository.settings())
                    .fetch(repository.git(), conflict.branch(), deadline);
            if (fetched.isEmpty()) {
                return describeGone(repository, CommitIds.of(conflict.commit()), remote.tip());
            }
            try (FetchedCommit held = fetched.get()) {
                return describe(repository, held.tip(), remote.tip());
            }
        }
    }

    /** Where the clone has lost the commits too, nobody can say any more whether the remote has what they brought. */
    private static ConflictLook describeGone(DataRepository repository, ObjectId commit, ObjectId remote)
            throws IOException {
        boolean isMerged = repository.git().getObjectDatabase().has(commit)
                && ComparedConflict.compare(repository, commit, remote).isMerged();
        return ConflictLook.over(
                isMerged ? CaseState.MERGED : CaseState.DELETED, CommitIds.of(commit), CommitIds.of(remote));
    }

    private static ConflictLook describe(DataRepository repository, ObjectId commit, ObjectId remote)
            throws IOException {
        ComparedConflict sides = ComparedConflict.compare(repository, commit, remote);
        if (sides.isMerged()) {
            return ConflictLook.over(CaseState.MERGED, CommitIds.of(commit), CommitIds.of(remote));
        }
        Set<ObjectId> own = sides.history().own();
        Set<ObjectId> upstream = sides.history().upstream();
        return new ConflictLook(
                CaseState.OPEN,
                CommitIds.of(commit),
                CommitIds.of(remote),
                describeFiles(repository, sides, commit, remote),
                sides.files().size(),
                listCommits(repository, commit, own),
                own.size(),
                listCommits(repository, remote, upstream),
                upstream.size());
    }

    private static List<ConflictFile> describeFiles(
            DataRepository repository, ComparedConflict sides, ObjectId commit, ObjectId remote) throws IOException {
        List<BytePath> files =
                sides.files().subList(0, Math.min(MOST_FILES, sides.files().size()));
        if (files.isEmpty()) {
            return List.of();
        }
        ObjectId base = Objects.requireNonNull(sides.history().mergeBase());
        try (ObjectReader reader = repository.git().newObjectReader();
                RevWalk walk = new RevWalk(reader);
                MergeObjects objects = MergeObjects.readOnly(reader)) {
            ObjectId before = ComparedConflict.readTree(walk, base);
            Map<BytePath, String> local = nameChanges(objects, before, ComparedConflict.readTree(walk, commit));
            Map<BytePath, String> there = nameChanges(objects, before, ComparedConflict.readTree(walk, remote));
            return files.stream()
                    .map(path -> new ConflictFile(
                            path.toString(),
                            local.getOrDefault(path, "unchanged"),
                            there.getOrDefault(path, "unchanged")))
                    .toList();
        }
    }

    private static Map<BytePath, String> nameChanges(MergeObjects objects, ObjectId before, ObjectId after)
            throws IOException {
        Map<BytePath, String> words = new HashMap<>();
        for (TreeDiff.FileChange change : TreeDiff.between(objects, BytePath.ROOT, before, after)) {
            String word = change.before() == null ? "added" : change.after() == null ? "deleted" : "changed";
            words.put(change.path(), word);
        }
        return words;
    }

    private static List<ConflictCommit> listCommits(DataRepository repository, ObjectId tip, Set<ObjectId> of)
            throws IOException {
        SecretScrubber scrubber = SecretScrubber.of(repository.settings());
        List<ConflictCommit> lines = new ArrayList<>();
        try (RevWalk walk = new RevWalk(repository.git())) {
            walk.sort(RevSort.COMMIT_TIME_DESC);
            walk.markStart(walk.parseCommit(tip));
            for (RevCommit each : walk) {
                if (lines.size() == Math.min(MOST_COMMITS, of.size())) {
                    break;
                }
                if (of.contains(each)) {
                    String subject =
                            CommitWords.read(walk.getObjectReader(), each).subject();
                    lines.add(new ConflictCommit(CommitIds.of(each), shorten(scrubber.scrub(subject))));
                }
            }
        }
        return lines;
    }

    private static String shorten(String subject) {
        return subject.codePointCount(0, subject.length()) <= LONGEST_SUBJECT
                ? subject
                : subject.substring(0, subject.offsetByCodePoints(0, LONGEST_SUBJECT)) + "…";
    }
}
