package dev.reconciler.reload;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.json.Json;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.ErrorType;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReloadResponse;
import dev.reconciler.retry.ExponentialBackoff;
import dev.reconciler.thread.Sleeper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The call that tells an application that its branch moved.
 *
 * <p>The call is a POST of {@code {"branch","commitHash","outcome"}} with a bearer token. The application takes the call
 * with any status 2xx. The call is repeated where the application can't be reached or has a fault that may pass, within
 * one deadline for all attempts. Redirects are not followed, because the token is for the configured host only.
 */
public final class ReloadCall {
    private static final Duration BEFORE = Duration.ofSeconds(5);
    private static final int REFUSED = 409;
    private static final Duration DEADLINE = Duration.ofSeconds(15);
    private static final Duration FIRST_WAIT = Duration.ofMillis(250);

    private final URI url;
    private final Optional<Supplier<String>> token;
    private final boolean asksBefore;
    private final Duration deadline;
    private final ExponentialBackoff backoff;
    private final Sleeper sleeper;
    private final CallTrace trace;

    /**
     * A call to an application.
     *
     * @param token read for each call, so that a rotated token takes effect; empty: the application wants none
     */
    public ReloadCall(URI url, Optional<Supplier<String>> token) {
        this(url, token, false);
    }

    /** @param asksBefore whether the application is asked before files of a work tree move */
    public ReloadCall(URI url, Optional<Supplier<String>> token, boolean asksBefore) {
        this(url, token, asksBefore, DEADLINE, Sleeper.OF_THE_THREAD);
    }

    /** @param deadline how long all attempts together may take */
    ReloadCall(URI url, Optional<Supplier<String>> token, boolean asksBefore, Duration deadline, Sleeper sleeper) {
        this(url, token, asksBefore, deadline, sleeper, CallTrace.OFF);
    }

    private ReloadCall(
            URI url,
            Optional<Supplier<String>> token,
            boolean asksBefore,
            Duration deadline,
            Sleeper sleeper,
            CallTrace trace) {
        this.url = url;
        this.trace = trace;
        this.asksBefore = asksBefore;
        this.token = token;
        this.deadline = deadline;
        this.backoff = new ExponentialBackoff(FIRST_WAIT, deadline);
        this.sleeper = sleeper;
    }

    /** The same call, of which the application is told the trace. */
    public ReloadCall tracedBy(CallTrace traces) {
        return new ReloadCall(url, token, asksBefore, deadline, sleeper, traces);
    }

    /**
     * Calls the application.
     *
     * @return how the last attempt ended
     * @throws RefusedException of type Configuration if the token is missing or can't be sent
     */
    public ApplicationAnswer tell(BranchName branch, CommitId commit, Outcome outcome) {
        HttpClient client = newClient();
        long end = System.nanoTime() + deadline.toNanos();
        try {
            HttpRequest request =
                    newRequest(Map.of("branch", branch.value(), "commitHash", commit.hex(), "outcome", outcome.wire()));
            CallAttempt attempt = callOnce(client, request, end);
            for (int waits = 0; attempt.isWorthRepeating(); waits++) {
                Duration wait = backoff.waitAfter(waits);
                if (System.nanoTime() + wait.toNanos() >= end) {
                    // No time would be left for an attempt after the wait: the last problem is the answer.
                    break;
                }
                if (!sleeper.sleep(wait)) {
                    return stopped();
                }
                attempt = callOnce(client, request, end);
            }
            return new ApplicationAnswer(attempt.problem(), attempt.response());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return stopped();
        }
    }

    /** Whether the application is asked before files of a work tree move. */
    public boolean asksBefore() {
        return asksBefore;
    }

    /**
     * Asks the application whether files of the work tree may move now: a POST of {@code
     * {"phase":"before","branch","from","to"}}. Only the status 409 says no; an application that says something else, or
     * nothing within five seconds, is not waited for.
     *
     * @throws RefusedException of type Configuration if the token is missing or can't be sent
     */
    public boolean isRefusedBefore(BranchName branch, CommitId from, CommitId to) {
        HttpRequest request =
                newRequest(Map.of("phase", "before", "branch", branch.value(), "from", from.hex(), "to", to.hex()));
        try {
            CallAttempt attempt = callOnce(newClient(), request, System.nanoTime() + BEFORE.toNanos());
            return attempt.response() != null && attempt.response().status() == REFUSED;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static HttpClient newClient() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    private ApplicationAnswer stopped() {
        return new ApplicationAnswer("stopped while calling " + urlWithoutSecrets(), null);
    }

    private CallAttempt callOnce(HttpClient client, HttpRequest request, long end) throws InterruptedException {
        CallTrace.TracedCall traced = trace.begin(urlWithoutSecrets());
        HttpRequest.Builder within = HttpRequest.newBuilder(request, (name, value) -> true);
        traced.headers().forEach(within::header);
        ReloadResponse response = null;
        try {
            CallAttempt attempt = sendOnce(client, within.build(), end);
            response = attempt.response();
            return attempt;
        } finally {
            if (response == null) {
                traced.failed();
            } else {
                traced.answered(response.status());
            }
        }
    }

    // The calling thread waits for the whole answer: a time-out of the HTTP client covers the head of an answer only,
    // and the body may come one byte at a time for ever.
    private CallAttempt sendOnce(HttpClient client, HttpRequest request, long end) throws InterruptedException {
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(request, head -> new BodyHead());
        try {
            long left = Math.max(end - System.nanoTime(), 0);
            HttpResponse<String> came = answer.get(left, TimeUnit.NANOSECONDS);
            return judge(new ReloadResponse(came.statusCode(), came.body()));
        } catch (TimeoutException over) {
            return new CallAttempt(
                    urlWithoutSecrets() + " did not answer within " + deadline.toSeconds() + " s", false, null);
        } catch (ExecutionException failed) {
            String why = failed.getCause() instanceof IOException unreachable
                    ? unreachable.getClass().getSimpleName()
                    : String.valueOf(failed.getCause());
            return new CallAttempt(urlWithoutSecrets() + " could not be reached (" + why + ")", true, null);
        } finally {
            // Closes the connection where the answer did not come in time.
            answer.cancel(true);
        }
    }

    private CallAttempt judge(ReloadResponse response) {
        int status = response.status();
        if (status / 100 == 2) {
            return new CallAttempt("", false, response);
        }
        // A server error, "too many requests" and "request timeout" may pass; any other status is the application's no.
        boolean passing = status >= 500 || status == 429 || status == 408;
        return new CallAttempt(urlWithoutSecrets() + " answered " + status, passing, response);
    }

    private HttpRequest newRequest(Map<String, String> members) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(members)));
        token.ifPresent(secret -> addToken(request, secret.get()));
        return request.build();
    }

    private static void addToken(HttpRequest.Builder request, String secret) {
        try {
            request.header("Authorization", "Bearer " + secret);
        } catch (IllegalArgumentException showsTheSecret) {
            throw new RefusedException(
                    ErrorType.CONFIGURATION,
                    "reload.token has characters that no HTTP header can carry, such as a line break in its middle");
        }
    }

    /** Where the application is, without secrets. */
    public String urlWithoutSecrets() {
        return url.getScheme() + "://" + url.getRawAuthority().replaceAll("^.*@", "") + url.getRawPath();
    }

    /** The token, as it is sent; empty where none is, or it can't be read now. */
    public Optional<String> findToken() {
        try {
            return token.map(Supplier::get);
        } catch (RefusedException unreadable) {
            return Optional.empty();
        }
    }

    /** The end of one attempt; an empty problem: the application took the call. */
    private record CallAttempt(
            String problem,
            boolean isWorthRepeating,
            @Nullable ReloadResponse response) {}
}
