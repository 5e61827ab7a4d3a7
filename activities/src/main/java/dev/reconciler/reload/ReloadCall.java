package dev.reconciler.reload;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.json.Json;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.ErrorType;
import dev.reconciler.model.Outcome;
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

/**
 * The call that tells an application that its branch moved.
 *
 * <p>A POST of {@code {"branch","commitHash","outcome"}} with a bearer token; any 2xx is an answer. Repeated where the
 * application is away or not well, within one deadline for all of it. Redirects are not followed: the token is for the
 * configured host only.
 */
public final class ReloadCall {
    private static final Duration DEADLINE = Duration.ofSeconds(15);
    private static final Duration FIRST_WAIT = Duration.ofMillis(250);

    private final URI url;
    private final Optional<Supplier<String>> token;
    private final Duration deadline;
    private final ExponentialBackoff backoff;
    private final Sleeper sleeper;

    /** @param token read for each call, so that a rotated one takes effect */
    public ReloadCall(URI url, Optional<Supplier<String>> token) {
        this(url, token, DEADLINE, Sleeper.OF_THE_THREAD);
    }

    /** @param deadline how long all attempts together may take */
    ReloadCall(URI url, Optional<Supplier<String>> token, Duration deadline, Sleeper sleeper) {
        this.url = url;
        this.token = token;
        this.deadline = deadline;
        this.backoff = new ExponentialBackoff(FIRST_WAIT, deadline);
        this.sleeper = sleeper;
    }

    /** How one attempt went. */
    private record CallAttempt(String problem, boolean isWorthRepeating) {
        static final CallAttempt ANSWERED = new CallAttempt("", false);
    }

    /**
     * Calls the application.
     *
     * @return why it did not take the call, free of secrets; empty where it did
     * @throws RefusedException of type Configuration if the token is missing or can't be sent
     */
    public Optional<String> tell(BranchName branch, CommitId commit, Outcome outcome) {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        long end = System.nanoTime() + deadline.toNanos();
        try {
            HttpRequest request = newRequest(branch, commit, outcome);
            CallAttempt attempt = callOnce(client, request, end);
            for (int waits = 0; attempt.isWorthRepeating(); waits++) {
                Duration wait = backoff.waitAfter(waits);
                if (System.nanoTime() + wait.toNanos() >= end) {
                    break;
                }
                if (!sleeper.sleep(wait)) {
                    return stopped();
                }
                attempt = callOnce(client, request, end);
            }
            return attempt.problem().isEmpty() ? Optional.empty() : Optional.of(attempt.problem());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return stopped();
        }
    }

    private Optional<String> stopped() {
        return Optional.of("stopped while calling " + urlWithoutSecrets());
    }

    /** The client's own time-outs end with the head of an answer; its body may drip. */
    private CallAttempt callOnce(HttpClient client, HttpRequest request, long end) throws InterruptedException {
        CompletableFuture<HttpResponse<Void>> answer =
                client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
        try {
            long left = Math.max(end - System.nanoTime(), 0);
            return judgeStatus(answer.get(left, TimeUnit.NANOSECONDS).statusCode());
        } catch (TimeoutException over) {
            return new CallAttempt(
                    urlWithoutSecrets() + " did not answer within " + deadline.toSeconds() + " s", false);
        } catch (ExecutionException failed) {
            String why = failed.getCause() instanceof IOException unreachable
                    ? unreachable.getClass().getSimpleName()
                    : String.valueOf(failed.getCause());
            return new CallAttempt(urlWithoutSecrets() + " could not be reached (" + why + ")", true);
        } finally {
            answer.cancel(true);
        }
    }

    private CallAttempt judgeStatus(int status) {
        if (status / 100 == 2) {
            return CallAttempt.ANSWERED;
        }
        boolean passing = status >= 500 || status == 429 || status == 408;
        return new CallAttempt(urlWithoutSecrets() + " answered " + status, passing);
    }

    private HttpRequest newRequest(BranchName branch, CommitId commit, Outcome outcome) {
        String body =
                Json.write(Map.of("branch", branch.value(), "commitHash", commit.hex(), "outcome", outcome.wire()));
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
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

    private String urlWithoutSecrets() {
        return url.getScheme() + "://" + url.getRawAuthority().replaceAll("^.*@", "") + url.getRawPath();
    }
}
