package dev.reconciler.worker.api;

import dev.reconciler.worker.webhook.RequestHeaders;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/** What makes a request that asks for a run the beginning of a trace, or a part of its sender's. */
public interface RequestTraces {
    /** Nobody asked for traces. */
    RequestTraces OFF = new RequestTraces() {
        @Override
        public <T> CompletableFuture<T> follow(
                String route, RequestHeaders headers, Supplier<CompletableFuture<T>> work, ToIntFunction<T> status) {
            return work.get();
        }
    };

    /**
     * Does the work of a request within its trace.
     *
     * @param route the path, with the names of what stands for its parts
     * @param headers of the request
     * @param work is begun on the calling thread
     * @param status of the answer
     */
    <T> CompletableFuture<T> follow(
            String route, RequestHeaders headers, Supplier<CompletableFuture<T>> work, ToIntFunction<T> status);
}
