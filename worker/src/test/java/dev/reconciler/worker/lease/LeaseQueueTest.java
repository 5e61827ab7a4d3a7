package dev.reconciler.worker.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LeaseQueueTest {
    private final LeaseQueue queue = new LeaseQueue();

    @Test
    void whoCameFirstIsServedFirstAndWhoLeavesHoldsUpNobody() {
        CompletableFuture<Void> first = queue.join();
        CompletableFuture<Void> second = queue.join();
        CompletableFuture<Void> third = queue.join();
        assertThat(first).isDone();

        queue.leave(second);
        assertThat(third).isNotDone();
        queue.leave(first);

        assertThat(third).isDone();
        assertThat(second).isNotDone();
    }
}
