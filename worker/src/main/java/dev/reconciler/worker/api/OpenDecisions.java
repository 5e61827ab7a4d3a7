package dev.reconciler.worker.api;

import dev.reconciler.model.ReconcileResult;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The decisions under way, and those of the last minute: whoever asks for the same once more, as after a wait that was too
 * short, gets the result of the first.
 */
final class RecentDecisions {
    private static final long REMEMBERED_SECONDS = 60;

    private final Map<String, CompletableFuture<ReconcileResult>> byName = new HashMap<>();

    /** The decision of that name; null where there is none. */
    synchronized @Nullable CompletableFuture<ReconcileResult> find(String name) {
        return byName.get(name);
    }

    /** Begins a decision, unless it was begun meanwhile. */
    synchronized CompletableFuture<ReconcileResult> begin(
            String name, Supplier<CompletableFuture<ReconcileResult>> decision) {
        CompletableFuture<ReconcileResult> known = byName.get(name);
        if (known != null) {
            return known;
        }
        CompletableFuture<ReconcileResult> begun = decision.get();
        byName.put(name, begun);
        CompletableFuture<Void> unused = begun.handle((result, failure) -> failure != null || result.error() != null)
                .thenAccept(failed -> forgetLater(name, begun, failed));
        return begun;
    }

    // One that failed may be tried again at once.
    private void forgetLater(String name, CompletableFuture<ReconcileResult> decision, boolean atOnce) {
        CompletableFuture.delayedExecutor(atOnce ? 0 : REMEMBERED_SECONDS, TimeUnit.SECONDS)
                .execute(() -> forget(name, decision));
    }

    private synchronized void forget(String name, CompletableFuture<ReconcileResult> decision) {
        byName.remove(name, decision);
    }
}
