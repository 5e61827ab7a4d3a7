package dev.reconciler.worker.board;

import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.status.RepositoryStatus;
import dev.reconciler.worker.status.StatusSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
    private volatile Seen seen = new Seen(Map.of(), true);
    private @Nullable CompletableFuture<Void> asking;

    RunningRuns(List<RepositoryConfiguration> repositories, StatusSource statuses, Executor behind) {
        this.repositories = List.copyOf(repositories);
        this.statuses = statuses;
        this.behind = behind;
    }

    /** Asks anew, and takes what was found before where the answer takes longer than that. */
    Seen look(Duration patience) {
        try {
            ask().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            return seen;
        } catch (ExecutionException defect) {
            throw new IllegalStateException(defect.getCause());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        return seen;
    }

    private synchronized CompletableFuture<Void> ask() {
        CompletableFuture<Void> underWay = asking;
        if (underWay == null || underWay.isDone()) {
            underWay = CompletableFuture.runAsync(this::read, behind);
            asking = underWay;
        }
        return underWay;
    }

    private void read() {
        try {
            seen = new Seen(
                    statuses.readRunning(repositories).stream()
                            .collect(Collectors.toMap(RepositoryStatus::repository, Function.identity())),
                    true);
        } catch (RuntimeException away) {
            LOG.debug("Temporal was not found to answer what is under way", away);
            seen = new Seen(seen.byId(), false);
        }
    }

    /** @param isAnswering whether Temporal answered the last question */
    record Seen(Map<RepositoryId, RepositoryStatus> byId, boolean isAnswering) {}
}
