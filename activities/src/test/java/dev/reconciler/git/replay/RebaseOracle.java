package dev.reconciler.git.replay;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.history.HistoryComparison;
import dev.reconciler.git.repository.CommitterIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.util.RawParseUtils;

/** Replays the same commits with {@code git rebase} and with ours, in one repository. */
final class RebaseOracle {
    private static final Instant AT = Instant.ofEpochSecond(1_800_000_000L);

    /** Git ended by an assertion of its own, as 2.39 does for some renames, or a history is without some objects. */
    private static final List<String> NO_ANSWER = List.of("Assertion `", "unable to read", "invalid object ");

    private final NativeGit git;
    private final String configuration;

    /** @param git a repository with a work tree */
    RebaseOracle(NativeGit git) {
        this.git = git;
        // A collection in the background would hold locks that the next rebase needs.
        git.run("config", "gc.auto", "0");
        git.run("config", "maintenance.auto", "false");
        git.run("config", "core.fsync", "none");
        git.run("config", "core.logAllRefUpdates", "false");
        this.configuration = readConfiguration();
    }

    /**
     * What each made of it: the log of the replayed commits, or a conflict where that is absent.
     *
     * @param isUnanswered whether git made nothing of it, or loses a change, so that there is nothing to compare with
     * @param isKept whether ours says that an original commit has no twin
     * @param mustBeKept whether a merge is among the own commits
     */
    record Verdict(
            Optional<String> git,
            Optional<String> ours,
            boolean isUnanswered,
            boolean isKept,
            boolean mustBeKept,
            String detail) {
        /** Clean here is clean there, with the same commits, and no merge is lost. */
        boolean isSafe() {
            return ours.isEmpty() || isUnanswered || (ours.equals(git) && (isKept || !mustBeKept));
        }

        boolean isNeedlessConflict() {
            return ours.isEmpty() && git.isPresent() && !isUnanswered;
        }
    }

    private String readConfiguration() {
        try {
            return Files.readString(git.directory().resolve(".git/config"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on the repository's configuration says this, and nothing that was said before. */
    void configure(Map<String, String> settings) {
        StringBuilder text = new StringBuilder(configuration);
        settings.forEach((key, value) -> {
            int dot = key.indexOf('.');
            text.append("[%s]\n\t%s = %s\n".formatted(key.substring(0, dot), key.substring(dot + 1), value));
        });
        git.write(".git/config", text.toString());
    }

    void load(String stream) {
        try {
            Path file = Files.createTempFile("stream", ".fi");
            Files.write(file, FastImportStream.encode(stream));
            Process process = new ProcessBuilder("git", "fast-import", "--quiet", "--force")
                    .directory(git.directory().toFile())
                    .redirectInput(file.toFile())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(said);
            }
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Makes many refs quick to read. */
    void pack() {
        git.run("pack-refs", "--all");
    }

    Verdict compare(String local, String remote) {
        try (Repository repository = new FileRepositoryBuilder()
                .setWorkTree(git.directory().toFile())
                .build()) {
            return compare(repository, repository.resolve(local), repository.resolve(remote));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Compares two commits of a repository that is that of the constructor. */
    Verdict compare(Repository repository, ObjectId local, ObjectId remote) throws IOException {
        // Git reads the attributes of what is checked out when it looks for patches that the remote has.
        if (hasAttributes(repository, local) || hasAttributes(repository, repository.resolve("HEAD"))) {
            git.run("checkout", "-q", "-f", "--detach", local.name());
        }
        Answer answer = rebaseByGit(local, remote);
        if (answer == Answer.NONE) {
            return new Verdict(Optional.empty(), Optional.empty(), true, false, false, "");
        }
        Optional<String> theirs = Optional.empty();
        if (answer == Answer.CLEAN) {
            try (ObjectReader reader = repository.newObjectReader()) {
                theirs = Optional.of(describeHistory(reader, remote, repository.resolve("HEAD")));
            }
        }
        HistoryComparison history = HistoryComparison.between(repository, local, remote, List.of());
        ReplayTask task = new ReplayTask(history.own(), history.upstream(), remote, AT);
        try (ReplayPack pack = ReplayPack.open(repository);
                ObjectReader reader = pack.inserter().newReader()) {
            ReplayResult result = new Replayer(
                            new CommitterIdentity("Data Reconciler", "reconciler@example.org"),
                            repository,
                            CommitSealer.UNSIGNED)
                    .replay(task, reader, pack.inserter());
            ObjectId tip = result.tip();
            Optional<String> ours = tip == null ? Optional.empty() : Optional.of(describeHistory(reader, remote, tip));
            return new Verdict(
                    theirs,
                    ours,
                    !ours.equals(theirs) && isLeftOutTooOften(local, remote),
                    result.keepOriginal(),
                    ours.isPresent() && hasMerge(reader, history.own()),
                    result.detail());
        }
    }

    /** Whether git leaves out more own commits with one patch than the remote has: then it loses a change. */
    private boolean isLeftOutTooOften(ObjectId local, ObjectId remote) {
        List<String> theirs = listPatchesOfBoth("--left-only", local, remote);
        List<String> own = listPatchesOfBoth("--right-only", local, remote);
        return theirs.stream().anyMatch(each -> Collections.frequency(own, each) > Collections.frequency(theirs, each));
    }

    /** The patches on one side that git finds on both, each without the places of its lines. */
    private List<String> listPatchesOfBoth(String side, ObjectId local, ObjectId remote) {
        String log = git.run(
                "log",
                "-p",
                "--binary",
                "--no-renames",
                "--no-merges",
                "--format=%x00%m",
                "--cherry-mark",
                side,
                remote.name() + "..." + local.name());
        return Arrays.stream(log.split("\0"))
                .filter(each -> each.startsWith("="))
                .map(each -> each.replaceAll("(?m)^(index|@@) .*", "").strip())
                .toList();
    }

    private static boolean hasAttributes(Repository repository, ObjectId commit) throws IOException {
        try (RevWalk walk = new RevWalk(repository);
                TreeWalk found = TreeWalk.forPath(
                        repository, ".gitattributes", walk.parseCommit(commit).getTree())) {
            return found != null;
        }
    }

    private enum Answer {
        CLEAN,
        CONFLICT,
        /** There is nothing to compare with. */
        NONE
    }

    private Answer rebaseByGit(ObjectId local, ObjectId remote) {
        NativeGit.Result rebase = git.attempt("rebase", "-q", remote.name(), local.name());
        if (rebase.status() != 0 && !isConflict(rebase)) {
            // A file that a conflict before has left may be in the way.
            startAnew();
            rebase = git.attempt("rebase", "-q", remote.name(), local.name());
        }
        if (rebase.status() == 0) {
            return Answer.CLEAN;
        }
        boolean died = NO_ANSWER.stream().anyMatch(rebase.output()::contains);
        // Anything but a conflict that is no success is an error of the test.
        if (!died && !isConflict(rebase)) {
            throw new AssertionError("git rebase " + remote.name() + " " + local.name() + ": " + rebase.output());
        }
        if (git.attempt("rebase", "--abort").status() != 0) {
            startAnew();
        }
        return died ? Answer.NONE : Answer.CONFLICT;
    }

    /** Git has bugs of its own in what it does with some conflicts. */
    private static boolean isConflict(NativeGit.Result rebase) {
        return rebase.output().contains("CONFLICT") || rebase.output().contains("BUG: ");
    }

    /** What a conflict of directories wrote can be in the way of its own abort. */
    private void startAnew() {
        git.directory().resolve(".git/index.lock").toFile().delete();
        git.attempt("rebase", "--quit");
        git.run("checkout", "-q", "-f", "--detach", "main");
        git.run("clean", "-ffdxq");
    }

    /** What both must agree on; the committer and the commits' names are each one's own. */
    private static String describeHistory(ObjectReader reader, ObjectId remote, ObjectId tip) throws IOException {
        StringBuilder log = new StringBuilder();
        try (RevWalk walk = new RevWalk(reader)) {
            walk.sort(RevSort.TOPO);
            walk.sort(RevSort.REVERSE, true);
            walk.markStart(walk.parseCommit(tip));
            walk.markUninteresting(walk.parseCommit(remote));
            for (RevCommit commit = walk.next(); commit != null; commit = walk.next()) {
                log.append(commit.getTree().name())
                        .append('\n')
                        .append(describeCommit(commit))
                        .append("--\n");
            }
            return log.append("at ").append(walk.parseTree(tip).name()).toString();
        }
    }

    // The bytes, and not what they mean: the encodings have to agree as well.
    private static String describeCommit(RevCommit commit) {
        byte[] raw = commit.getRawBuffer();
        int encoding = RawParseUtils.encoding(raw, 0);
        int message = RawParseUtils.commitMessage(raw, 0);
        return readLine(raw, RawParseUtils.author(raw, 0))
                + (encoding < 0 ? "" : readLine(raw, encoding))
                + (message < 0 ? "" : new String(raw, message, raw.length - message, StandardCharsets.ISO_8859_1));
    }

    private static String readLine(byte[] raw, int start) {
        return new String(raw, start, RawParseUtils.nextLF(raw, start) - start, StandardCharsets.ISO_8859_1);
    }

    /** Whether a line of commits has no twin for one of them. */
    private static boolean hasMerge(ObjectReader reader, Set<ObjectId> own) throws IOException {
        try (RevWalk walk = new RevWalk(reader)) {
            for (ObjectId commit : own) {
                if (walk.parseCommit(commit).getParentCount() > 1) {
                    return true;
                }
            }
            return false;
        }
    }
}
