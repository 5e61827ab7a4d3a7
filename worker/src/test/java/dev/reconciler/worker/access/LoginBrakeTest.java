package dev.reconciler.worker.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.worker.access.LoginBrake.LoginAttempt;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LoginBrakeTest {
    private Instant now = Instant.parse("2026-11-27T08:00:00Z");
    private final LoginBrake brake = new LoginBrake(() -> now);

    private LoginAttempt<String> tryLogin(String from, String token) {
        try {
            return brake.tryLogin(
                    InetAddress.getByName(from), () -> Optional.of(token).filter("right"::equals));
        } catch (UnknownHostException none) {
            throw new AssertionError(none);
        }
    }

    @Test
    void eachWrongLoginWaitsTwiceAsLongAsTheOneBefore() {
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            LoginAttempt<String> attempt = tryLogin("192.0.2.7", "wrong");
            waits.add(attempt.delay().toMillis());
            now = now.plus(attempt.delay());
        }

        assertThat(waits).containsExactly(250L, 500L, 1_000L, 2_000L, 4_000L, 8_000L, 10_000L, 10_000L);
    }

    /** Otherwise a thousand guesses at once would wait no longer than one. */
    @Test
    void nobodyElseFromThereTriesWhileOneWaits() {
        tryLogin("192.0.2.7", "wrong");

        LoginAttempt<String> meanwhile = tryLogin("192.0.2.7", "right");

        assertThat(meanwhile.isTooSoon()).isTrue();
        assertThat(meanwhile.found()).isEmpty();
        assertThat(tryLogin("192.0.2.8", "right").found()).isPresent();
        now = now.plus(Duration.ofMillis(250));
        assertThat(tryLogin("192.0.2.7", "right").found()).isPresent();
        assertThat(tryLogin("192.0.2.7", "wrong").delay()).isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void aClockThatIsSetBackLocksNobodyOut() {
        tryLogin("192.0.2.7", "wrong");
        now = now.minus(Duration.ofHours(2));

        assertThat(tryLogin("192.0.2.7", "right").found()).isPresent();
    }

    @Test
    void wrongLoginsAreForgottenAfterAWhile() {
        tryLogin("192.0.2.7", "wrong");
        now = now.plusSeconds(1);
        tryLogin("192.0.2.7", "wrong");
        now = now.plus(Duration.ofMinutes(16));

        assertThat(tryLogin("192.0.2.7", "wrong").delay()).isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void aNetworkOfTheNewKindCountsAsOnePlace() {
        tryLogin("2001:db8::1", "wrong");

        assertThat(tryLogin("2001:db8::2", "right").isTooSoon()).isTrue();
        assertThat(tryLogin("2001:db8:0:1::1", "right").isTooSoon()).isFalse();
    }
}
