package dev.reconciler.worker.page;

import dev.reconciler.worker.access.RequestOrigin;
import dev.reconciler.worker.http.BodyReader;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A form that a browser has sent.
 *
 * @param fields the first value of each field
 */
record SentForm(RequestOrigin request, Map<String, String> fields) {
    /** The field by which a form is known to be ours. */
    static final String SEAL = "seal";

    /** What is done once the answer is written. */
    static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private static final Duration LONGEST_BODY = Duration.ofSeconds(10);
    private static final Semaphore NO_LARGE_BODY = new Semaphore(0);

    /** Reads a form without holding a thread meanwhile, and hands it to what answers. */
    static void read(Context context, Function<SentForm, CompletableFuture<Void>> answer) {
        RequestOrigin request = RequestOrigin.of(context);
        context.future(() -> startReading(context)
                .bodyWithin(LONGEST_BODY)
                .thenCompose(body -> answer.apply(
                        new SentForm(request, body.map(SentForm::parse).orElse(Map.of()))))
                .exceptionally(failure -> answerFailure(context, failure)));
    }

    private static BodyReader startReading(Context context) {
        try {
            return BodyReader.start(context.req().getInputStream(), BodyReader.SMALL_BODY, NO_LARGE_BODY);
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        }
    }

    private static Map<String, String> parse(byte[] body) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : new String(body, StandardCharsets.UTF_8).split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.putIfAbsent(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        return fields;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            return text;
        }
    }

    private static @Nullable Void answerFailure(Context context, Throwable failure) {
        PageAnswers.protect(context);
        boolean isLate = failure.getCause() instanceof TimeoutException || failure instanceof TimeoutException;
        context.status(isLate ? 408 : 500).contentType("text/plain").result("the form did not come as a whole\n");
        return null;
    }

    /** The value of a field; null where the form has none of that name. */
    @Nullable
    String field(String name) {
        return fields.get(name);
    }
}
