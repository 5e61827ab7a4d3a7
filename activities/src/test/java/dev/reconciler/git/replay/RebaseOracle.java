package dev.reconciler.git.replay;

import dev.reconciler.git.Identity;
import dev.reconciler.git.NativeGit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** Replays the same commits with {@code git rebase} and with ours, in one repository. */
final class RebaseOracle {
    private static final Instant AT = Instant.ofEpochSecond(1_800_000_000L);
    // What both must agree on; the committer and the commits' names are each one's own.
    private static final String LOG = "--format=%T%n%an <%ae> %ad%n%B%x00";

    private final NativeGit git;

    /** @param git a repository with a work tree */
    RebaseOracle(NativeGit git) {
        this.git = git;
    }

    /** What each made of it: the log of the replayed commits, or a conflict where that is absent. */
    record Verdict(Optional<String> git, Optional<String> ours, String detail) {
        /** Clean here is clean there, with the same commits. */
        boolean isSafe() {
            return ours.isEmpty() || ours.equals(git);
        }

        boolean isNeedlessConflict() {
            return ours.isEmpty() && git.isPresent();
        }
    }

    void load(String stream) {
        try {
            Path file = Files.createTempFile("stream", ".fi");
            Files.writeString(file, stream, StandardCharsets.UTF_8);
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
        Optional<String> theirs = rebase(local, remote).map(tip -> log(remote, tip));
        ReplayResult result = replay(git.id(local), git.id(remote));
        Optional<String> ours = Optional.ofNullable(result.tip()).map(tip -> log(remote, tip.name()));
        return new Verdict(theirs, ours, result.detail());
    }

    private Optional<String> rebase(String local, String remote) {
        git.run("checkout", "-q", "-f", "--detach", local);
        NativeGit.Result rebase = git.attempt("rebase", "-q", remote);
        if (rebase.status() == 0) {
            return Optional.of(git.run("rev-parse", "HEAD"));
        }
        git.run("rebase", "--abort");
        return Optional.empty();
    }

    private String log(String remote, String tip) {
        return git.run("log", "--reverse", LOG, remote + ".." + tip) + " at " + git.run("rev-parse", tip + "^{tree}");
    }

    private ReplayResult replay(ObjectId local, ObjectId remote) {
        try (Repository repository = new FileRepositoryBuilder()
                        .setWorkTree(git.directory().toFile())
                        .build();
                ReplayPack pack = ReplayPack.open(repository);
                ObjectReader reader = pack.inserter().newReader()) {
            ReplayTask task = new ReplayTask(list(local, remote), list(remote, local), remote, AT);
            ReplayResult result = new Replayer(new Identity("Data Reconciler", "reconciler@example.org"))
                    .replay(task, reader, pack.inserter());
            if (result.tip() != null) {
                pack.publish().close();
            }
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Set<ObjectId> list(ObjectId of, ObjectId without) {
        List<String> ids =
                git.run("rev-list", of.name(), "^" + without.name()).lines().toList();
        return ids.stream().map(ObjectId::fromString).collect(Collectors.toSet());
    }
}
