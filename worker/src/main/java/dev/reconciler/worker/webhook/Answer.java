package dev.reconciler.worker.webhook;

import java.util.List;
import java.util.Map;

/**
 * What a caller is told.
 *
 * @param status of HTTP
 * @param body an object of JSON, free of secrets
 */
public record Answer(int status, Map<String, Object> body) {

    public Answer {
        body = Map.copyOf(body);
    }

    /** Runs were asked for; almost always one. */
    static Answer accepted(List<String> workflowIds) {
        String first = workflowIds.get(0);
        return new Answer(
                202,
                workflowIds.size() == 1
                        ? Map.of("workflowId", first)
                        : Map.of("workflowId", first, "workflowIds", workflowIds));
    }

    /** There is nothing to do. */
    static Answer ignored(String why) {
        return new Answer(200, Map.of("ignored", why));
    }

    /** Something was wrong. */
    public static Answer error(int status, String what) {
        return new Answer(status, Map.of("error", what));
    }
}
