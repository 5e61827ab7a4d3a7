package dev.reconciler.worker.webhook;

import java.util.List;
import java.util.Map;

/**
 * What a caller is told.
 *
 * @param status of HTTP
 * @param body an object of JSON, free of secrets
 */
public record WebhookAnswer(int status, Map<String, Object> body) {

    public WebhookAnswer {
        body = Map.copyOf(body);
    }

    /** Runs were asked for; almost always one. */
    static WebhookAnswer accepted(List<String> workflowIds) {
        String first = workflowIds.get(0);
        return new WebhookAnswer(
                202,
                workflowIds.size() == 1
                        ? Map.of("workflowId", first)
                        : Map.of("workflowId", first, "workflowIds", workflowIds));
    }

    /** There is nothing to do. */
    static WebhookAnswer ignored(String why) {
        return new WebhookAnswer(200, Map.of("ignored", why));
    }

    /** Something was wrong. */
    public static WebhookAnswer error(int status, String what) {
        return new WebhookAnswer(status, Map.of("error", what));
    }
}
