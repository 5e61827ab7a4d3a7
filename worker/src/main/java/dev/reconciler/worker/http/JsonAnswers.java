package dev.reconciler.worker.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.reconciler.worker.webhook.WebhookAnswer;
import io.javalin.http.Context;

/** Answers as JSON objects. */
final class JsonAnswers {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private JsonAnswers() {}

    static void answer(Context context, WebhookAnswer answer) {
        answer(context, answer.status(), answer.body());
    }

    static void answer(Context context, int status, Object body) {
        context.status(status).contentType("application/json").result(text(body) + "\n");
    }

    private static String text(Object body) {
        try {
            return MAPPER.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer that is no JSON: " + body, e);
        }
    }
}
