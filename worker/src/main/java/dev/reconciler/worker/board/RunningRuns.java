package dev.reconciler.worker.board;

import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.status.RepositoryStatus;
import dev.reconciler.worker.status.StatusSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs under way, as Temporal was last found to have them. It is asked once at a time, however many look; a service
 * that is slow or away holds nobody up for long.
 */
final class RunningRuns {
    private static final Logger LOG = LoggerFactory.getLogger(RunningRuns.class);
    private final List<RepositoryConfiguration> repositories;
    private final StatusSource statuses;
    private final Executor behind;
    private volatile Seen seen = new Seen(Map.of(), false);
    private @Nullable CompletableFuture<Seen> asking;

    RunningRuns(List<RepositoryConfiguration> repositories, StatusSource statuses, Executor behind) {
        this.repositories = List.copyOf(repositories);
        this.statuses = statuses;
        this.behind = behind;
    }

    /** Asks anew, and takes what was found before where the answer takes longer than that. */
    Seen look(Duration patience) {
        return ask(patience).orElse(seen);
    }

    /** Asks anew; empty where Temporal does not answer, or takes longer than that. */
    Optional<Seen> ask(Duration patience) {
        try {
            return Optional.of(beginAsking().get(patience.toMillis(), TimeUnit.MILLISECONDS))
                    .filter(Seen::isAnswering);
        } catch (TimeoutException slow) {
            return Optional.empty();
        } catch (ExecutionException defect) {
            throw new IllegalStateException(defect.getCause());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private synchronized CompletableFuture<Seen> beginAsking() {
        CompletableFuture<Seen> underWay = asking;
        if (underWay == null || underWay.isDone()) {
            underWay = CompletableFuture.supplyAsync(this::read, behind);
            asking = underWay;
        }
        return underWay;
    }

    private Seen read() {
        seen = readAnswer();
        return seen;
    }

    private Seen readAnswer() {
        try {
            return new Seen(
                    statuses.readRunning(repositories).stream()
                            .collect(Collectors.toMap(RepositoryStatus::repository, Function.identity())),
                    true);
        } catch (RuntimeException away) {
            LOG.debug("Temporal was not found to answer what is under way", away);
            return new Seen(seen.byId(), false);
        }
    }

    /** @param isAnswering whether Temporal answered the last question */
    record Seen(Map<RepositoryId, RepositoryStatus> byId, boolean isAnswering) {}
}
