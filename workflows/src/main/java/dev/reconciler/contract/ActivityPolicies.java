package dev.reconciler.contract;

import dev.reconciler.model.ErrorType;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * The time-outs and retries of each activity.
 *
 * <p>Every activity has a heartbeat time-out: a host that was killed can leave an activity started that no worker runs.
 * No schedule-to-start in a host's own queue: the activity of a host that is gone waits there.
 */
public final class ActivityPolicies {
    /**
     * An activity whose host is silent for longer than this counts as stopped. A host whose processor is shared by fifty
     * busy programs can be silent for ten seconds.
     */
    public static final Duration HEARTBEAT_TIMEOUT = Duration.ofSeconds(20);

    /** How often an activity tells that it is at work; by the answer it learns that it is no longer wanted. */
    public static final Duration HEARTBEAT_INTERVAL = Duration.ofMillis(2_500);

    /** What is on one disk only is done in minutes, the largest repository included. */
    private static final Duration LOCAL_LIMIT = Duration.ofMinutes(30);

    /** The activity itself ends at its limit and one last look; this is for one whose process is gone. */
    private static final Duration GRACE = Duration.ofSeconds(3);

    /** After that, the host is asked anew: it may have been started again, and no longer serve that queue. */
    private static final Duration LONGEST_IN_QUEUE = Duration.ofMinutes(10);

    /** The worker of a remote's queue takes a few activities more than have their turn. */
    private static final Duration LONGEST_TURN = Duration.ofHours(2);

    /** Local work is safe to repeat, and its process may be killed at any time. */
    private static final int LOCAL_ATTEMPTS = 5;

    /** Repeating helps with none of these: the workflow decides what follows. */
    private static final String[] ANSWERED = Stream.concat(
                    Arrays.stream(ErrorType.values()).map(ErrorType::wire), Stream.of(FailureTypes.REMOTE_UNAVAILABLE))
            .toArray(String[]::new);

    private ActivityPolicies() {}

    /**
     * For an activity that talks to the remote: one attempt, the workflow waits between attempts.
     *
     * @param limit how long the activity may take
     */
    public static ActivityOptions remote(String host, String summary, Duration limit) {
        return commonOptions(TaskQueues.activities(host), summary)
                .setStartToCloseTimeout(limit.plus(GRACE))
                .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
                .build();
    }

    /**
     * For an activity that talks to the remote once it is its turn there.
     *
     * <p>The time-out is for an activity whose process is gone alone, and so does not count the turn: once it has its
     * turn, the activity keeps to the limit by itself.
     *
     * @param queue the task queue that the host named
     */
    public static ActivityOptions remoteInTurn(String queue, String summary, Duration limit) {
        return commonOptions(queue, summary)
                .setScheduleToStartTimeout(LONGEST_IN_QUEUE)
                .setStartToCloseTimeout(limit.plus(LONGEST_TURN))
                .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
                .build();
    }

    /** For an activity that stays on the disk: repeated where its process was killed. */
    public static ActivityOptions local(String host, String summary) {
        return localBuilder(TaskQueues.activities(host), summary).build();
    }

    /** For an activity that waits for the application, and for nothing but it and the disk. */
    public static ActivityOptions callingApplication(ApplicationQueue queue, String summary) {
        return localBuilder(queue.name(), summary)
                .setScheduleToStartTimeout(LONGEST_IN_QUEUE)
                .build();
    }

    private static ActivityOptions.Builder localBuilder(String queue, String summary) {
        return commonOptions(queue, summary)
                .setStartToCloseTimeout(LOCAL_LIMIT)
                .setRetryOptions(RetryOptions.newBuilder()
                        .setMaximumAttempts(LOCAL_ATTEMPTS)
                        .setDoNotRetry(ANSWERED)
                        .build());
    }

    private static ActivityOptions.Builder commonOptions(String queue, String summary) {
        return ActivityOptions.newBuilder()
                .setTaskQueue(queue)
                .setHeartbeatTimeout(HEARTBEAT_TIMEOUT)
                .setSummary(summary);
    }
}
