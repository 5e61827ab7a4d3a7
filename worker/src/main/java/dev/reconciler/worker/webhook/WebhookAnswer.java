package dev.reconciler.worker.webhook;

import dev.reconciler.git.secret.SecretScrubber;
import dev.reconciler.model.BoundedText;
import java.util.List;
import java.util.Map;

/**
 * The answer of the {@link WebhookHandler} to a request of a forge or a CI job.
 *
 * @param status the status of HTTP
 * @param body the members of a JSON object, free of secrets
 */
public record WebhookAnswer(int status, Map<String, Object> body) {

    public WebhookAnswer {
        body = Map.copyOf(body);
    }

    /** Runs were requested, almost always one. */
    static WebhookAnswer accepted(List<String> workflowIds) {
        String first = workflowIds.get(0);
        return new WebhookAnswer(
                202,
                workflowIds.size() == 1
                        ? Map.of("workflowId", first)
                        : Map.of("workflowId", first, "workflowIds", workflowIds));
    }

    /** The request needs no run. */
    static WebhookAnswer ignored(String why) {
        return new WebhookAnswer(200, Map.of("ignored", quoteSender(why)));
    }

    /** The request was refused, or failed. */
    public static WebhookAnswer error(int status, String what) {
        return new WebhookAnswer(status, Map.of("error", quoteSender(what)));
    }

    /** Words that quote a request, fit for an answer and a log: short, and without logins of URLs. */
    static String quoteSender(String words) {
        return BoundedText.bound(SecretScrubber.none().scrub(words));
    }
}
