package dev.reconciler.workflow.pass;

import dev.reconciler.model.ErrorType;
import dev.reconciler.model.Outcome;
import dev.reconciler.retry.ExponentialBackoff;
import dev.reconciler.workflow.outcome.EndMessages;
import dev.reconciler.workflow.outcome.PassEnd;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/** Counts the cycles of a pass in which a branch moved after the fetch, and says when the pass stops trying. */
final class LostRaces {
    private static final int LIMIT = 10;
    private static final ExponentialBackoff BACKOFF =
            new ExponentialBackoff(Duration.ofMillis(100), Duration.ofSeconds(1));

    /** Gives the replicas of a forge time to agree. */
    private static final Duration BEFORE_SECOND_LOOK = Duration.ofSeconds(2);

    private final String branch;
    private final Random random;
    private int lost;

    LostRaces(String branch, Random random) {
        this.branch = branch;
        this.random = random;
    }

    /** Counts one more lost race: the pause before the next cycle, or empty where the pass stops trying. */
    Optional<Duration> takePause(CycleEnd lostTo) {
        Duration pause = lostTo == CycleEnd.REWRITE_SEEN ? BEFORE_SECOND_LOOK : BACKOFF.jitteredWaitAfter(lost, random);
        lost++;
        return lost < LIMIT ? Optional.of(pause) : Optional.empty();
    }

    /** Says how the pass ends that stops trying. */
    PassEnd describeEnd(CycleEnd lostTo) {
        return switch (lostTo) {
            case REMOTE_MOVED -> PassEnd.lostRaces(EndMessages.describeLostRaces(branch, lost));
            case REWRITE_SEEN ->
                PassEnd.exhausted(Outcome.FETCH_FAILED, EndMessages.describeChangingRemote(branch, lost));
            case LOCAL_MOVED, SIDES_AGREE ->
                PassEnd.failed(ErrorType.REPOSITORY_BUSY, EndMessages.describeBusyApplication(branch, lost));
        };
    }
}
