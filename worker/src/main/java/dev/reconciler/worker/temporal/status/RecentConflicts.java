package dev.reconciler.worker.temporal.status;

import dev.reconciler.git.remote.transport.RemoteUrls;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.thread.VirtualThreads;
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
    public RecentConflicts() {
        this(ConflictBranchLookup::findOpen, PATIENCE);
    }

    RecentConflicts(ConflictSource remotes, Duration patience) {
        this.remotes = remotes;
        this.patience = patience;
    }

    @Override
    public Optional<List<String>> findOpen(RepositorySettings settings) {
        String server = RemoteUrls.findServer(settings.remoteUrl()).orElse(settings.remoteUrl());
        if (silentServers.contains(server)) {
            // One look at a time is enough for a remote that nobody waits for.
            if (lateLooks.add(settings.id())) {
                CompletableFuture<?> unused = startLook(settings, server);
            }
            return lastHeard(settings);
        }
        CompletableFuture<Optional<List<String>>> look = startLook(settings, server);
        try {
            return look.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            silentServers.add(server);
            return lastHeard(settings);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return lastHeard(settings);
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        }
    }

    private Optional<List<String>> lastHeard(RepositorySettings settings) {
        return Optional.ofNullable(heard.get(settings.id()));
    }

    private CompletableFuture<Optional<List<String>>> startLook(RepositorySettings settings, String server) {
        long begun = System.nanoTime();
        return CompletableFuture.supplyAsync(() -> remotes.findOpen(settings), threads)
                .whenComplete((answer, failure) -> {
                    lateLooks.remove(settings.id());
                    if (System.nanoTime() - begun < patience.toNanos()) {
                        silentServers.remove(server);
                    }
                    if (answer != null) {
                        answer.ifPresent(open -> heard.put(settings.id(), open));
                    }
                });
    }
}
