package dev.reconciler.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TaskQueuesTest {
    @Test
    void eachQueueOfAHostNamesIt() {
        String turns = TaskQueues.turns("data-host-1", "git.example.org:443");

        assertThat(Stream.of(
                        TaskQueues.activities("data-host-1"),
                        TaskQueues.applicationCalls("data-host-1"),
                        turns,
                        TaskQueues.repeatedTurns(turns)))
                .allSatisfy(queue -> assertThat(TaskQueues.findHost(queue)).contains("data-host-1"));
    }

    @Test
    void aQueueOfNoHostNamesNone() {
        assertThat(TaskQueues.findHost(TaskQueues.WORKFLOWS)).isEmpty();
        assertThat(TaskQueues.findHost("")).isEmpty();
    }
}
