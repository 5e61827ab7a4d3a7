package dev.reconciler.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RemoteUnavailableException;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class QuickRetriesTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    /** Shorter than any pause. */
    private static final Duration SHORT = Duration.ofMillis(50);

    private final List<Duration> waits = new ArrayList<>();
    private final QuickRetries attempts = new QuickRetries(waits::add);
    private int made;

    /** A remote that fails so often before it answers. */
    private String ask(Duration limit, RuntimeException... failures) throws IOException {
        Queue<RuntimeException> left = new ArrayDeque<>(List.of(failures));
        return attempts.run(limit, deadline -> {
            made++;
            if (!left.isEmpty()) {
                throw left.remove();
            }
            return "answer";
        });
    }

    private static RemoteUnavailableException away(String words) {
        return new RemoteUnavailableException(words);
    }

    @Test
    void anAnswerAtOnceIsNoFailure() throws IOException {
        assertThat(ask(LONG)).isEqualTo("answer");

        assertThat(attempts.failedAttempts()).isZero();
    }

    @Test
    void whatIsOverInAMomentIsNoFailureOfTheActivityAndIsCounted() throws IOException {
        assertThat(ask(LONG, away("first"), away("second"))).isEqualTo("answer");

        assertThat(attempts.failedAttempts()).isEqualTo(2);
    }

    @Test
    void aRemoteThatStaysAwayIsLeftToTheWorkflowAsTheLastAttemptEnded() {
        assertThatThrownBy(() -> ask(LONG, away("first"), away("second"), away("third"), away("fourth")))
                .isInstanceOf(RemoteUnavailableException.class)
                .hasMessage("third");

        assertThat(attempts.failedAttempts()).isEqualTo(made).isEqualTo(3);
    }

    @Test
    void theSecondWaitIsTwiceTheFirstAndEachIsAtLeastHalfAsLong() throws IOException {
        ask(LONG, away("first"), away("second"));

        assertThat(waits).hasSize(2);
        assertThat(waits.get(0)).isBetween(Duration.ofMillis(200), Duration.ofMillis(400));
        assertThat(waits.get(1)).isBetween(Duration.ofMillis(400), Duration.ofMillis(800));
    }

    @Test
    void whatAPersonMustActOnIsNotTriedAgain() {
        RefusedException refused = new RefusedException(ErrorType.ACCESS_DENIED, "no");

        assertThatThrownBy(() -> ask(LONG, refused)).isSameAs(refused);

        assertThat(made).isEqualTo(1);
        assertThat(attempts.failedAttempts()).isZero();
    }

    @Test
    void noAttemptIsMadeForWhichNoTimeIsLeft() {
        assertThatThrownBy(() -> ask(SHORT, away("first"))).hasMessage("first");

        assertThat(made).isEqualTo(1);
    }

    /** An activity that is no longer wanted made two more attempts beside the one that took its place. */
    @Test
    void anActivityThatIsNoLongerWantedMakesNoOtherAttempt() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> ask(LONG, away("first"))).hasMessage("first");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(made).isEqualTo(1);
    }

    @Test
    void aRemoteThatSaysWhenIsNotTriedBefore() {
        assertThatThrownBy(() -> ask(LONG, new RemoteUnavailableException("busy", Duration.ofSeconds(1))))
                .hasMessage("busy");

        assertThat(made).isEqualTo(1);
        assertThat(waits).isEmpty();
    }
}
