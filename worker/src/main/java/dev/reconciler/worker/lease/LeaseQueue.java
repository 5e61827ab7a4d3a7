package dev.reconciler.worker.lease;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/** Those who wait for a lease of one repository: who came first is served first. Safe for use by several threads. */
public final class LeaseQueue {
    private final Deque<CompletableFuture<Void>> waiting = new ArrayDeque<>();

    /**
     * Joins the queue.
     *
     * @return completes when it is the caller's turn, which lasts until it is given to {@link #leave}
     */
    public synchronized CompletableFuture<Void> join() {
        CompletableFuture<Void> turn = new CompletableFuture<>();
        waiting.add(turn);
        callFirst();
        return turn;
    }

    /** Leaves the queue, whether the turn has come or not. */
    public synchronized void leave(CompletableFuture<Void> turn) {
        waiting.removeIf(each -> each == turn);
        callFirst();
    }

    private void callFirst() {
        CompletableFuture<Void> first = waiting.peek();
        if (first != null) {
            first.complete(null);
        }
    }
}
