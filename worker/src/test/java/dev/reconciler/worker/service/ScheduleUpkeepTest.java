package dev.reconciler.worker.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

class ScheduleUpkeepTest {
    private final Deque<Runnable> begun = new ArrayDeque<>();
    private Instant now = Instant.parse("2026-11-28T08:00:00Z");
    private Runnable meanwhile = () -> {};
    private int matches;
    private boolean isRefused;
    private final ScheduleUpkeep schedules = new ScheduleUpkeep(this::match, begun::add, () -> now);

    private void match() {
        matches++;
        meanwhile.run();
        if (isRefused) {
            throw new IllegalStateException("refused");
        }
    }

    private void finish() {
        begun.remove().run();
    }

    @Test
    void nothingIsMatchedBeforeItIsRequested() {
        schedules.beginWhereDue();

        assertThat(begun).isEmpty();
    }

    @Test
    void oneMatchServesARequestAndAnotherTheOneThatComesMeanwhile() {
        schedules.request();
        schedules.beginWhereDue();
        schedules.beginWhereDue();
        assertThat(begun).hasSize(1);
        meanwhile = schedules::request;
        finish();

        meanwhile = () -> {};
        schedules.beginWhereDue();
        finish();
        schedules.beginWhereDue();

        assertThat(begun).isEmpty();
        assertThat(matches).isEqualTo(2);
    }

    private void matchInVain() {
        isRefused = true;
        schedules.request();
        schedules.beginWhereDue();
        finish();
    }

    @Test
    void aMatchThatFailsIsMadeAgainAfterHalfAMinute() {
        matchInVain();

        now = now.plusSeconds(29);
        schedules.beginWhereDue();
        assertThat(begun).isEmpty();

        now = now.plusSeconds(1);
        isRefused = false;
        schedules.beginWhereDue();
        finish();
        schedules.beginWhereDue();
        assertThat(begun).isEmpty();
        assertThat(matches).isEqualTo(2);
    }

    @Test
    void afterAnOutageTheMatchDoesNotWaitForThatPause() {
        matchInVain();

        schedules.request();
        schedules.beginWhereDue();

        assertThat(begun).hasSize(1);
    }
}
