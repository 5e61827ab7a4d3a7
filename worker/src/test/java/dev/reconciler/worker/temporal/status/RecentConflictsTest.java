package dev.reconciler.worker.temporal.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.config.RemoteUrl;
import dev.reconciler.worker.config.RepositoryConfiguration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A caller is told what a remote says, or what it said last where it says nothing. */
class RecentConflictsTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final List<String> OPEN = List.of("conflicts/2026-11-27T10-00-00Z");

    private final RepositoryConfiguration repository = new RepositoryConfiguration(
            new RepositoryId("data"),
            Path.of("/data"),
            RemoteUrl.parse("/remote", Path.of("/")),
            new BranchName("main"),
            true);
    private final AtomicInteger looks = new AtomicInteger();

    /** What the remote answers next; it is silent until the answer is there. */
    private final AtomicReference<CompletableFuture<Optional<List<String>>>> answer =
            new AtomicReference<>(new CompletableFuture<>());

    private RecentConflicts ask(Duration patience) {
        return new RecentConflicts(
                remote -> {
                    looks.incrementAndGet();
                    return answer.get().join();
                },
                patience);
    }

    private void say(Optional<List<String>> said) {
        answer.set(CompletableFuture.completedFuture(said));
    }

    @Test
    void aRemoteThatAnswersIsBelievedAtOnce() {
        RecentConflicts recent = ask(LONG);
        say(Optional.of(OPEN));
        assertThat(recent.findOpen(repository)).contains(OPEN);
        say(Optional.of(List.of()));
        assertThat(recent.findOpen(repository)).contains(List.of());
        say(Optional.empty());
        assertThat(recent.findOpen(repository)).isEmpty();
    }

    @Test
    void ofASilentRemoteTheLastWordCountsAndNobodyWaitsForIt() {
        RecentConflicts recent = ask(SHORT);
        assertThat(recent.findOpen(repository)).isEmpty();
        assertThat(recent.findOpen(repository)).isEmpty();
        assertThat(recent.findOpen(repository)).isEmpty();
        // The first look, and one beside: no more of them pile up.
        assertThat(looks).hasValueLessThanOrEqualTo(2);

        answer.get().complete(Optional.of(OPEN));

        Awaitility.await().until(() -> recent.findOpen(repository).equals(Optional.of(OPEN)));
        answer.set(new CompletableFuture<>());
        assertThat(recent.findOpen(repository)).contains(OPEN);
    }
}
