package dev.reconciler.worker.api;

import dev.reconciler.model.ReconcileResult;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The decisions under way: whoever asks for the same once more waits for the first. A result that came too late for its
 * caller is kept for a minute, and given once; any other is forgotten at once, so that the next decision looks anew.
 */
final class OpenDecisions {
    private static final long KEPT_SECONDS = 60;

    private final Map<String, CompletableFuture<ReconcileResult>> byName = new HashMap<>();
    private final Set<String> kept = new HashSet<>();

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
        CompletableFuture<ReconcileResult> unused = begun.whenComplete((result, failure) -> end(name, begun));
        return begun;
    }

    /** Keeps the result for a caller whose time ran out before. */
    synchronized void keep(String name, CompletableFuture<ReconcileResult> decision) {
        byName.putIfAbsent(name, decision);
        kept.add(name);
        if (decision.isDone()) {
            end(name, decision);
        }
    }

    private synchronized void end(String name, CompletableFuture<ReconcileResult> decision) {
        if (kept.contains(name)) {
            CompletableFuture.delayedExecutor(KEPT_SECONDS, TimeUnit.SECONDS).execute(() -> forget(name, decision));
        } else {
            forget(name, decision);
        }
    }

    /** Forgets a decision whose result was given. */
    synchronized void forget(String name, CompletableFuture<ReconcileResult> decision) {
        if (byName.remove(name, decision)) {
            kept.remove(name);
        }
    }
}
