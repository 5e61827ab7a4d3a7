package dev.reconciler.worker.temporal.status;

import dev.reconciler.git.remote.transport.RemoteUrls;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.thread.VirtualThreads;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.conflict.ConflictCases;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks remotes for a caller who does not wait long: where a remote does not answer within half a second, what it said last
 * counts, and its answer is taken down when it comes. Until a server answers in time again, nobody waits for it.
 */
public final class RecentConflicts implements ConflictSource {
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final ConflictSource remotes;
    private final Duration patience;
    private final ExecutorService threads = VirtualThreads.newDaemonExecutor("conflict-looks");
    private final Map<RepositoryId, List<String>> heard = new ConcurrentHashMap<>();
    private final Set<RepositoryId> lateLooks = ConcurrentHashMap.newKeySet();
    private final Set<String> silentServers = ConcurrentHashMap.newKeySet();

    /** Has heard of no remote yet. */
    public RecentConflicts(ConflictCases cases) {
        this(new ConflictBranchLookup(cases), PATIENCE);
    }

    RecentConflicts(ConflictSource remotes, Duration patience) {
        this.remotes = remotes;
        this.patience = patience;
    }

    @Override
    public Optional<List<String>> findOpen(RepositoryConfiguration repository) {
        String remote = repository.remote().value();
        String server = RemoteUrls.findServer(remote).orElse(remote);
        if (silentServers.contains(server)) {
            // One look at a time is enough for a remote that nobody waits for.
            if (lateLooks.add(repository.id())) {
                CompletableFuture<?> unused = startLook(repository, server);
            }
            return lastHeard(repository);
        }
        CompletableFuture<Optional<List<String>>> look = startLook(repository, server);
        try {
            return look.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            silentServers.add(server);
            return lastHeard(repository);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return lastHeard(repository);
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        }
    }

    private Optional<List<String>> lastHeard(RepositoryConfiguration repository) {
        return Optional.ofNullable(heard.get(repository.id()));
    }

    private CompletableFuture<Optional<List<String>>> startLook(RepositoryConfiguration repository, String server) {
        long begun = System.nanoTime();
        return CompletableFuture.supplyAsync(() -> remotes.findOpen(repository), threads)
                .whenComplete((answer, failure) -> {
                    lateLooks.remove(repository.id());
                    if (System.nanoTime() - begun < patience.toNanos()) {
                        silentServers.remove(server);
                    }
                    if (answer != null) {
                        answer.ifPresent(open -> heard.put(repository.id(), open));
                    }
                });
    }
}
