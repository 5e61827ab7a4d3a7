package dev.reconciler.worker.http;

import dev.reconciler.json.Json;
import dev.reconciler.worker.webhook.WebhookAnswer;
import io.javalin.http.Context;

/** Writes a {@link WebhookAnswer} or a record as a JSON object. */
final class JsonAnswers {
    private JsonAnswers() {}

    static void answer(Context context, WebhookAnswer answer) {
        answer(context, answer.status(), answer.body());
    }

    static void answer(Context context, int status, Object body) {
        context.status(status);
        if (status == 204) {
            return;
        }
        answerText(context, Json.write(body));
    }

    static void answerText(Context context, String json) {
        context.contentType("application/json").result(json + "\n");
    }
}
