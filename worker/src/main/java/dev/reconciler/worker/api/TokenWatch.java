package dev.reconciler.worker.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Ends the waits of requests whose token is removed or rotated meanwhile. One thread looks at each token that somebody
 * waits with, however many do. Safe for use by several threads.
 */
public final class TokenWatch {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private final Map<TokenPresence, List<CompletableFuture<?>>> waits = new HashMap<>();
    private final Executor later = CompletableFuture.delayedExecutor(
            BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS, Executors.newSingleThreadExecutor(work -> {
                Thread thread = new Thread(work, "token-watch");
                thread.setDaemon(true);
                return thread;
            }));

    /**
     * Lets a wait end with its token: then it fails within a second, with what {@link TokenPresence#require} says.
     *
     * @return {@code wait}
     */
    synchronized <T> CompletableFuture<T> endWithToken(TokenPresence token, CompletableFuture<T> wait) {
        if (waits.isEmpty()) {
            later.execute(this::lookAtAll);
        }
        waits.computeIfAbsent(token, first -> new ArrayList<>()).add(wait);
        return wait;
    }

    private void lookAtAll() {
        listWaits().forEach((token, each) -> {
            try {
                token.require();
            } catch (RuntimeException gone) {
                each.forEach(wait -> wait.completeExceptionally(gone));
            }
        });
        goOn();
    }

    private synchronized Map<TokenPresence, List<CompletableFuture<?>>> listWaits() {
        Map<TokenPresence, List<CompletableFuture<?>>> listed = new HashMap<>();
        waits.forEach((token, each) -> listed.put(token, List.copyOf(each)));
        return listed;
    }

    // There are waits exactly as long as a look is to come.
    private synchronized void goOn() {
        waits.values().forEach(each -> each.removeIf(CompletableFuture::isDone));
        waits.values().removeIf(List::isEmpty);
        if (!waits.isEmpty()) {
            later.execute(this::lookAtAll);
        }
    }

    /** The token of a request. Two of one token are equal, so that it is looked at once. */
    @FunctionalInterface
    public interface TokenPresence {
        /** @throws RequestProblemException if the token is not there any more (401) */
        void require();
    }
}
