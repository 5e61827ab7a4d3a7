package dev.reconciler.worker.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.NativeGit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * An application that commits without pause and a peer that pushes twice a second, each to its own line of the same files,
 * with runs all the time. The application reads a file, thinks, and writes the whole file, as most do.
 *
 * <p>{@code -Dwriters.seconds=60}: for how long.
 */
@Tag("long")
class WritersTest extends ApplicationFixture {
    private static final long SECONDS = Long.getLong("writers.seconds", 60);
    private static final int FILES = 2;
    private static final long THOUGHT_NANOS = 50_000_000;
    // One that pushes again within the time of a fetch and a push keeps out everybody, git's own users too.
    private static final long PEER_PAUSE_NANOS = 500_000_000;
    // So far apart that the changes of both merge.
    private static final String TABLE = "app 0\\n1\\n2\\n3\\n4\\npeer 0";

    private interface Change {
        void run() throws Exception;
    }

    @Test
    void underLeasesNothingIsLostAndNothingIsUndone() throws Exception {
        Written written = write("leased", this::changeUnderLease);

        assertThat(written.lost()).isEmpty();
        assertThat(written.undone()).isEmpty();
    }

    @Test
    void withoutLeasesNothingIsLostEither() throws Exception {
        assertThat(write("free", this::change).lost()).isEmpty();
    }

    /** What was written, by the subjects of the commits; undone are the application's that take back one of the peer's. */
    private record Written(int commits, int pushes, List<String> lost, List<String> undone) {}

    private interface Writer {
        void write(Path file, String subject) throws Exception;
    }

    private Written write(String name, Writer writer) throws Exception {
        for (int file = 0; file < FILES; file++) {
            data.script("commit $REMOTE %s-%d '%s'\n".formatted(name, file, TABLE));
        }
        settle();
        NativeGit peer = NativeGit.clone(data.remote().toString(), root.resolve("peer-" + name));
        AtomicBoolean isOver = new AtomicBoolean();
        List<String> made = new ArrayList<>();
        List<String> pushed = new ArrayList<>();
        CompletableFuture<Void> application = repeat(isOver, () -> {
            String subject = name + " app " + made.size();
            writer.write(data.local().resolve(name + "-" + made.size() % FILES), subject);
            made.add(subject);
        });
        CompletableFuture<Void> other = repeat(isOver, () -> {
            String subject = name + " peer " + pushed.size();
            if (push(peer, name + "-" + pushed.size() % FILES, subject)) {
                pushed.add(subject);
            }
            LockSupport.parkNanos(PEER_PAUSE_NANOS);
        });
        CompletableFuture<Void> runs = repeat(isOver, this::settle);
        LockSupport.parkNanos(SECONDS * 1_000_000_000);
        isOver.set(true);
        CompletableFuture.allOf(application, other, runs).get();
        settle();

        List<String> all = new ArrayList<>(made);
        all.addAll(pushed);
        all.removeAll(NativeGit.in(data.remote())
                .run("log", "--all", "--format=%s")
                .lines()
                .toList());
        Written written = new Written(made.size(), pushed.size(), all, findUndone(name));
        System.out.printf(
                "writers, %s: %d seconds, %d commits of the application, %d of the peer, %d lost, %d undone%n",
                name,
                SECONDS,
                written.commits(),
                written.pushes(),
                written.lost().size(),
                written.undone().size());
        return written;
    }

    private static CompletableFuture<Void> repeat(AtomicBoolean isOver, Change change) {
        return CompletableFuture.runAsync(
                () -> {
                    while (!isOver.get()) {
                        try {
                            change.run();
                        } catch (Exception failed) {
                            throw new IllegalStateException(failed);
                        }
                    }
                },
                task -> new Thread(task, "writer").start());
    }

    private void settle() throws IOException, InterruptedException {
        assertThat(post(TOKEN, "/api/v1/repositories/data/runs?wait=60s").status())
                .isEqualTo(200);
    }

    private void changeUnderLease(Path file, String subject) throws Exception {
        String leases = "/api/v1/repositories/data/leases";
        Received taken = post(TOKEN, leases + "?wait=60s");
        assertThat(taken.status()).as(taken.toString()).isEqualTo(201);
        change(file, subject);
        delete(TOKEN, leases + "/" + taken.body().get("lease").asText());
    }

    private void change(Path file, String subject) throws IOException {
        String read = Files.readString(file);
        LockSupport.parkNanos(THOUGHT_NANOS);
        Files.writeString(file, read.replaceFirst("(?m)^app .*$", "app " + subject));
        NativeGit.Result commit;
        do {
            // A run that moves the branch holds the index for an instant, and git does not wait for that.
            commit = NativeGit.in(data.local()).attempt("commit", "-q", "-a", "--allow-empty", "-m", subject);
        } while (commit.status() != 0);
    }

    /** @return whether the remote took it before somebody else's */
    private static boolean push(NativeGit peer, String file, String subject) throws IOException {
        peer.run("fetch", "-q");
        peer.run("reset", "-q", "--hard", "origin/main");
        Path path = peer.directory().resolve(file);
        Files.writeString(path, Files.readString(path).replaceFirst("(?m)^peer .*$", "peer " + subject));
        peer.run("commit", "-q", "-a", "-m", subject);
        return peer.attempt("push", "-q", "origin", "HEAD:main").status() == 0;
    }

    /** The application changes its own line alone: a commit of it that changes the peer's puts back what was there. */
    private List<String> findUndone(String name) {
        NativeGit remote = NativeGit.in(data.remote());
        List<String> commits =
                remote.run("log", "--format=%H %s", "main").lines().toList();
        return commits.stream()
                .filter(line -> line.substring(41).startsWith(name + " app "))
                .filter(line -> remote.run("show", "-U0", "--format=", line.substring(0, 40))
                        .lines()
                        .anyMatch(changed -> changed.startsWith("-peer ")))
                .map(line -> line.substring(41))
                .toList();
    }
}
