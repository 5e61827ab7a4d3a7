package dev.reconciler.worker.http;

import dev.reconciler.git.secret.SecretScrubber;
import dev.reconciler.json.Json;
import dev.reconciler.worker.api.RequestProblemException;
import dev.reconciler.worker.api.RequestProblemException.ProblemDetails;
import dev.reconciler.worker.port.TemporalUnavailableException;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what went wrong below {@code /api/} as problem details. */
final class ProblemAnswers {
    /** The beginning of the paths whose errors are problem details. */
    static final String API = "/api/";

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAnswers.class);

    private ProblemAnswers() {}

    static void answer(Context context, RequestProblemException problem) {
        addHeaders(context, problem);
        answer(context, problem.details());
    }

    static void addHeaders(Context context, RequestProblemException problem) {
        problem.retryAfter().ifPresent(wait -> context.header("Retry-After", String.valueOf(wait.toSeconds())));
        addHeaders(context, problem.details());
    }

    private static void addHeaders(Context context, ProblemDetails details) {
        // HTTP demands this header with the status 401.
        if (details.status() == 401) {
            context.header("WWW-Authenticate", "Bearer");
        }
    }

    static void answer(Context context, ProblemDetails details) {
        addHeaders(context, details);
        // As bytes: the server takes a text of this type for one in Latin-1.
        context.status(details.status())
                .contentType("application/problem+json")
                .result((Json.write(details) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    static void answerFailure(Context context, Throwable failure) {
        if (failure instanceof RequestProblemException problem) {
            answer(context, problem);
        } else if (failure instanceof TimeoutException) {
            context.header("Connection", "close");
            answer(context, ProblemDetails.of(408, "the body did not come in time; send it again"));
        } else if (failure instanceof IOException) {
            LOG.debug("a caller hung up: {}", failure.getMessage());
        } else if (failure instanceof TemporalUnavailableException) {
            context.header("Retry-After", "10");
            answer(context, ProblemDetails.of(503, "the Temporal service does not answer; ask again later"));
        } else {
            // A message of a library may quote the request, its headers too.
            LOG.error(
                    "{} {} failed, which is a defect of this program: {}",
                    context.method(),
                    context.path(),
                    SecretScrubber.none().trace(failure));
            answer(context, ProblemDetails.of(500, "a defect of this program; its log says more"));
        }
    }
}
