package dev.reconciler.workflow.cases;

import dev.reconciler.contract.ActivityPolicies;
import dev.reconciler.contract.TaskQueues;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import java.time.Duration;

/**
 * The time-outs and retries of a case's activities. Each ends after a while, though its host is gone: a case waits by
 * itself, and a run that tells it of another host must find it listening.
 */
final class CasePolicies {
    private static final Duration IN_QUEUE = Duration.ofMinutes(10);
    private static final Duration TELLING = Duration.ofSeconds(30);
    private static final int ATTEMPTS = 3;

    private CasePolicies() {}

    static ActivityOptions looking(String host, String summary, Duration limit) {
        return newOptions(host, summary)
                .setStartToCloseTimeout(limit.plus(ActivityPolicies.HEARTBEAT_TIMEOUT))
                .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
                .build();
    }

    static ActivityOptions telling(String host, String summary) {
        return newOptions(host, summary)
                .setStartToCloseTimeout(TELLING)
                .setRetryOptions(
                        RetryOptions.newBuilder().setMaximumAttempts(ATTEMPTS).build())
                .build();
    }

    private static ActivityOptions.Builder newOptions(String host, String summary) {
        return ActivityOptions.newBuilder()
                .setTaskQueue(TaskQueues.activities(host))
                .setScheduleToStartTimeout(IN_QUEUE)
                .setHeartbeatTimeout(ActivityPolicies.HEARTBEAT_TIMEOUT)
                .setSummary(summary);
    }
}
