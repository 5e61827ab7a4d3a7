package dev.reconciler.worker.http;

import dev.reconciler.model.ConflictAction;
import dev.reconciler.thread.VirtualThreads;
import dev.reconciler.worker.api.ApiAnswer;
import dev.reconciler.worker.api.ApplicationApi;
import dev.reconciler.worker.api.CommitApi;
import dev.reconciler.worker.api.ConflictApi;
import dev.reconciler.worker.api.LeaseApi;
import dev.reconciler.worker.api.OpenApiDescription;
import dev.reconciler.worker.api.RequestProblemException;
import dev.reconciler.worker.api.RequestTraces;
import dev.reconciler.worker.api.TokenCheck;
import dev.reconciler.worker.api.TokenWatch.TokenPresence;
import dev.reconciler.worker.config.ApiToken;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The paths below {@code /api/v1}. */
public final class ApiRoutes implements HttpRoutes {
    private static final String BASE = ProblemAnswers.API + "v1";
    private static final String TOKEN = "token";

    /** Only callers with a token get here, so a slow one holds up no more than itself. */
    private static final Duration LONGEST_BODY = Duration.ofSeconds(10);

    private final TokenCheck tokens;
    private final ApplicationApi api;
    private final CommitApi commits;
    private final LeaseApi leases;
    private final ConflictApi conflicts;
    private final RequestTraces traces;
    private final Semaphore noLargeBody = new Semaphore(0);
    // Their own threads, so that a Temporal service which does not answer never holds up the health of this host.
    private final ExecutorService handlers = VirtualThreads.newDaemonExecutor("api");

    /**
     * Sends the requests of those who have one of the tokens to that interface.
     *
     * @param traces follows the requests for runs
     */
    public ApiRoutes(
            TokenCheck tokens,
            ApplicationApi api,
            CommitApi commits,
            LeaseApi leases,
            ConflictApi conflicts,
            RequestTraces traces) {
        this.tokens = tokens;
        this.api = api;
        this.commits = commits;
        this.leases = leases;
        this.conflicts = conflicts;
        this.traces = traces;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        // Before the path is looked at: a stranger does not learn which paths there are.
        routes.before(
                BASE + "/*", context -> context.attribute(TOKEN, tokens.requireToken(context.header("Authorization"))));
        routes.get(BASE + "/openapi.json", context -> JsonAnswers.answerText(context, OpenApiDescription.read()));
        routes.get(BASE + "/repositories", context -> answerNow(context, api::listRepositories));
        routes.get(BASE + "/repositories/{id}", context -> {
            String id = context.pathParam("id");
            answerNow(context, token -> api.showRepository(token, id));
        });
        String runs = BASE + "/repositories/{id}/runs";
        routes.post(runs, context -> {
            String id = context.pathParam("id");
            String wait = context.queryParam("wait");
            String retryFor = context.queryParam("retryFor");
            TokenPresence present = presenceOf(context);
            answerTraced(context, runs, token -> api.startRun(token, id, wait, retryFor, present));
        });
        routes.get(BASE + "/repositories/{id}/commits/{sha}", context -> {
            String id = context.pathParam("id");
            String sha = context.pathParam("sha");
            String wait = context.queryParam("wait");
            TokenPresence present = presenceOf(context);
            answerNow(context, token -> commits.showCommit(token, id, sha, wait, present));
        });
        addLeaseRoutes(routes);
        addConflictRoutes(routes);
    }

    private void addConflictRoutes(RoutesConfig routes) {
        routes.get(BASE + "/conflicts", context -> answerNow(context, conflicts::listConflicts));
        String path = BASE + "/conflicts/{id}/{utc}";
        routes.get(path, context -> {
            String id = context.pathParam("id");
            String utc = context.pathParam("utc");
            answerNow(context, token -> conflicts.showConflict(token, id, utc));
        });
        routes.get(path + "/" + ConflictAction.KEEP_LOCAL, context -> {
            String id = context.pathParam("id");
            String utc = context.pathParam("utc");
            answerNow(context, token -> conflicts.previewLocal(token, id, utc));
        });
        for (ConflictAction action : ConflictAction.values()) {
            String decision = path + "/" + action;
            routes.post(decision, context -> {
                String id = context.pathParam("id");
                String utc = context.pathParam("utc");
                String wait = context.queryParam("wait");
                TokenPresence present = presenceOf(context);
                answerTraced(context, decision, token -> conflicts.decide(token, id, utc, action, wait, present));
            });
        }
    }

    private void addLeaseRoutes(RoutesConfig routes) {
        String path = BASE + "/repositories/{id}/leases";
        routes.post(path, context -> {
            String id = context.pathParam("id");
            String wait = context.queryParam("wait");
            TokenPresence present = presenceOf(context);
            answerBody(context, (token, body) -> leases.takeLease(token, id, body, wait, present));
        });
        routes.put(path + "/{lease}", context -> {
            String id = context.pathParam("id");
            String lease = context.pathParam("lease");
            answerBody(context, (token, body) -> leases.renewLease(token, id, lease, body));
        });
        routes.delete(path + "/{lease}", context -> {
            String id = context.pathParam("id");
            String lease = context.pathParam("lease");
            answerNow(context, token -> leases.releaseLease(token, id, lease));
        });
    }

    // Read before the request goes on without its thread.
    private TokenPresence presenceOf(Context context) {
        return tokens.presenceOf(context.header("Authorization"), requireFound(context));
    }

    private static ApiToken requireFound(Context context) {
        return Objects.requireNonNull(context.attribute(TOKEN));
    }

    private void answerTraced(Context context, String route, Function<ApiToken, CompletableFuture<ApiAnswer>> work) {
        answerLater(context, token -> CompletableFuture.completedFuture(token)
                .thenComposeAsync(
                        each -> traces.follow(route, context::header, () -> work.apply(each), ApiAnswer::status),
                        handlers));
    }

    private void answerBody(Context context, BiFunction<ApiToken, byte[], ApiAnswer> work) {
        answerLater(context, token -> startReading(context)
                .bodyWithin(LONGEST_BODY)
                .thenApplyAsync(body -> work.apply(token, requireBody(body)), handlers));
    }

    private BodyReader startReading(Context context) {
        try {
            // No body of this interface is large.
            return BodyReader.start(context.req().getInputStream(), BodyReader.SMALL_BODY, noLargeBody);
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        }
    }

    private static byte[] requireBody(Optional<byte[]> body) {
        return body.orElseThrow(() -> new RequestProblemException(413, "the body is too large"));
    }

    private void answerNow(Context context, Function<ApiToken, ApiAnswer> work) {
        answerLater(context, token -> CompletableFuture.completedFuture(token).thenApplyAsync(work, handlers));
    }

    /** @param work begins once the answer may come later; what takes long is for the handlers' threads */
    private static void answerLater(Context context, Function<ApiToken, CompletableFuture<ApiAnswer>> work) {
        ApiToken token = requireFound(context);
        context.future(() -> beginWork(token, work)
                .thenAccept(answer -> JsonAnswers.answer(context, answer.status(), answer.body()))
                .exceptionally(failure -> {
                    ProblemAnswers.answerFailure(context, findCause(failure));
                    return null;
                }));
    }

    private static CompletableFuture<ApiAnswer> beginWork(
            ApiToken token, Function<ApiToken, CompletableFuture<ApiAnswer>> work) {
        try {
            return work.apply(token);
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    private static Throwable findCause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
