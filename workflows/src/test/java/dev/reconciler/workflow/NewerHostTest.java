package dev.reconciler.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.model.ErrorType;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import io.temporal.activity.ActivityInterface;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A host whose worker is newer answers in words that the workflow's worker does not know yet. */
@Tag("slow")
class NewerHostTest {
    private static final String LOCAL = "a".repeat(40);
    private static final String REMOTE = "b".repeat(40);

    @ActivityInterface
    public interface NewerActivities {
        /** Answers as {@code RemoteState} is written. */
        Map<String, Object> fetch(Object request);

        /** Answers as {@code Classification} is written. */
        Map<String, Object> classify(Object request);

        /** Answers as {@code PushAnswer} is written. */
        Map<String, Object> push(Object request);
    }

    private record Answers(String fetchStatus, String divergence, String pushStatus) implements NewerActivities {
        @Override
        public Map<String, Object> fetch(Object request) {
            return Map.of(
                    "status", fetchStatus, "local", LOCAL, "remote", REMOTE, "clonedCommits", 0, "failedAttempts", 0);
        }

        @Override
        public Map<String, Object> classify(Object request) {
            return Map.of(
                    "divergence", divergence, "ahead", 1, "behind", 0, "own", 1, "dropped", 0, "mergeBase", REMOTE);
        }

        @Override
        public Map<String, Object> push(Object request) {
            return Map.of("status", pushStatus, "failedAttempts", 0);
        }
    }

    /** The workflow task failed, and was repeated until a person looked. */
    @ParameterizedTest
    @CsvSource({
        "ENTANGLED, AHEAD, DONE, fetch",
        "DIFFERENT, SIDEWAYS, DONE, classify",
        "DIFFERENT, AHEAD, HALF_DONE, push"
    })
    void aWordThatIsNotKnownEndsTheRunWithWhatToDo(String fetched, String divergence, String pushed, String activity) {
        try (WorkflowService service = WorkflowService.skippingTime(new Answers(fetched, divergence, pushed))) {
            ReconcileResult result = service.run();

            assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(result.error()).isNotNull().satisfies(error -> {
                assertThat(error.type()).isEqualTo(ErrorType.UNSUPPORTED);
                assertThat(error.message()).contains("newer version", "the " + activity, "update this worker");
            });
        }
    }
}
