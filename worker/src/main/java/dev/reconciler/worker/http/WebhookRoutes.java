package dev.reconciler.worker.http;

import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.api.ApiAnswer;
import dev.reconciler.worker.api.RequestProblemException;
import dev.reconciler.worker.api.RequestTraces;
import dev.reconciler.worker.api.TokenWatch.TokenPresence;
import dev.reconciler.worker.api.WaitTime;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.TemporalUnavailableException;
import dev.reconciler.worker.status.CloneResults;
import dev.reconciler.worker.webhook.Forge;
import dev.reconciler.worker.webhook.RequestHeaders;
import dev.reconciler.worker.webhook.WebhookAnswer;
import dev.reconciler.worker.webhook.WebhookHandler;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The paths {@code /webhooks/…}, one for each forge and one for CI jobs. */
public final class WebhookRoutes implements HttpRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookRoutes.class);

    /** In bytes. GitHub sends no larger payload. */
    static final int LARGEST_BODY = 25 << 20;

    /** With {@link #LARGEST_BODY}, this number bounds the memory that strangers can make the process use. */
    private static final int LARGE_BODIES = 4;

    /** A body has come by then, so that nobody holds a connection for long without having shown the secret. */
    private static final Duration LONGEST_BODY = Duration.ofSeconds(30);

    private static final int THREADS = 8;

    private final WebhookHandler webhooks;
    private final PassRequester passes;
    private final RequestTraces traces;
    private final Semaphore largeBodies = new Semaphore(LARGE_BODIES);
    // Their own threads, so that a Temporal service which does not answer never holds up the health of this host.
    private final ExecutorService handlers = newHandlers();

    /**
     * Sends the requests to that handler.
     *
     * @param passes runs the pass that a CI job waits for
     * @param traces follows requests
     */
    public WebhookRoutes(WebhookHandler webhooks, PassRequester passes, RequestTraces traces) {
        this.webhooks = webhooks;
        this.passes = passes;
        this.traces = traces;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        for (Forge forge : Forge.ALL) {
            addPostRoute(routes, forge.name(), (headers, body) -> webhooks.receivePush(forge, headers, body));
        }
        routes.post("/webhooks/reload", context -> context.future(() -> answerReload(context)));
    }

    private CompletableFuture<Void> answerReload(Context context) {
        String wait = context.queryParam("wait");
        if (wait == null) {
            return answerLater(context, traceWork(context, webhooks::receiveReload));
        }
        List<HostRepository> awaited = new CopyOnWriteArrayList<>();
        TokenPresence present = presenceOf(context);
        BodyReader reader = startReading(context);
        return reader.bodyWithin(LONGEST_BODY)
                .thenApplyAsync(
                        body -> answerBody(
                                context,
                                body,
                                (headers, bytes) -> webhooks.receiveWaitingReload(headers, bytes, awaited::addAll)),
                        handlers)
                .whenComplete((answer, failure) -> reader.close())
                .exceptionally(failure -> answerFailure(context, failure))
                .thenComposeAsync(
                        answer -> answer.isEmpty() || awaited.isEmpty()
                                ? CompletableFuture.completedFuture(
                                        answer.map(it -> new ApiAnswer(it.status(), it.body())))
                                : awaitPasses(context, answer.get(), awaited, wait, present)
                                        .thenApply(Optional::of),
                        handlers)
                .thenAccept(answer -> answer.ifPresent(it -> JsonAnswers.answer(context, it.status(), it.body())));
    }

    private TokenPresence presenceOf(Context context) {
        // Read before the request goes on without its thread.
        String authorization = context.header("Authorization");
        return () -> {
            if (!webhooks.isJob(authorization)) {
                throw new RequestProblemException(401, "webhook.reloadToken was changed while the job waited");
            }
        };
    }

    private CompletableFuture<ApiAnswer> awaitPasses(
            Context context, WebhookAnswer started, List<HostRepository> awaited, String wait, TokenPresence present) {
        try {
            Duration atMost = WaitTime.parse(wait);
            return traces.follow(
                            context.path(),
                            context::header,
                            () -> requestAll(awaited, atMost, present)
                                    .thenApply(answers -> joinAnswers(answers, started)),
                            ApiAnswer::status)
                    .exceptionally(failure -> explain(context, failure));
        } catch (RequestProblemException refused) {
            return CompletableFuture.completedFuture(explain(context, refused));
        }
    }

    /** One pass for each; fails after all of them where one was refused. */
    private CompletableFuture<List<ApiAnswer>> requestAll(
            List<HostRepository> awaited, Duration atMost, TokenPresence present) {
        List<CompletableFuture<ApiAnswer>> all = awaited.stream()
                .map(repository -> requestPass(repository, atMost, present))
                .toList();
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .thenApply(done -> all.stream().map(CompletableFuture::join).toList());
    }

    // What is refused for one clone is requested for the others all the same.
    private CompletableFuture<ApiAnswer> requestPass(
            HostRepository repository, Duration atMost, TokenPresence present) {
        try {
            return passes.requestRun(repository, Trigger.WEBHOOK, atMost, present);
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    private static ApiAnswer joinAnswers(List<ApiAnswer> answers, WebhookAnswer started) {
        if (answers.size() == 1) {
            return answers.get(0);
        }
        return answers.stream().allMatch(answer -> answer.status() == 200)
                ? new ApiAnswer(
                        200,
                        CloneResults.of(answers.stream()
                                .map(answer -> (ReconcileResult) answer.body())
                                .toList()))
                : new ApiAnswer(started.status(), started.body());
    }

    private static ApiAnswer explain(Context context, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof RequestProblemException problem) {
            ProblemAnswers.addHeaders(context, problem);
            return new ApiAnswer(
                    problem.details().status(),
                    Map.of("error", problem.details().detail()));
        }
        if (cause instanceof TemporalUnavailableException) {
            context.header("Retry-After", "10");
            return new ApiAnswer(503, Map.of("error", "the Temporal service does not answer; send it again later"));
        }
        throw new CompletionException(cause);
    }

    private static ExecutorService newHandlers() {
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "webhook");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    private void addPostRoute(RoutesConfig routes, String name, RequestReceiver receiver) {
        routes.post(
                "/webhooks/" + name,
                context -> context.future(() -> answerLater(context, traceWork(context, receiver))));
    }

    private RequestReceiver traceWork(Context context, RequestReceiver receiver) {
        return (headers, body) -> traces.follow(
                        context.path(),
                        headers,
                        () -> CompletableFuture.completedFuture(receiver.receive(headers, body)),
                        WebhookAnswer::status)
                .join();
    }

    private CompletableFuture<Void> answerLater(Context context, RequestReceiver receiver) {
        BodyReader reader = startReading(context);
        return reader.bodyWithin(LONGEST_BODY)
                .thenApplyAsync(body -> answerBody(context, body, receiver), handlers)
                .whenComplete((answer, failure) -> reader.close())
                .exceptionally(failure -> answerFailure(context, failure))
                .thenAccept(answer -> answer.ifPresent(it -> JsonAnswers.answer(context, it)));
    }

    private BodyReader startReading(Context context) {
        try {
            return BodyReader.start(context.req().getInputStream(), LARGEST_BODY, largeBodies);
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        }
    }

    private static Optional<WebhookAnswer> answerBody(
            Context context, Optional<byte[]> body, RequestReceiver receiver) {
        if (body.isEmpty()) {
            return Optional.of(
                    WebhookAnswer.error(413, "the body is too large (expected: at most " + LARGEST_BODY + " bytes)"));
        }
        WebhookAnswer answer = receiver.receive(context::header, body.get());
        // HTTP demands this header with the status 401.
        if (answer.status() == 401) {
            context.header("WWW-Authenticate", "Bearer");
        }
        if (answer.status() == 503) {
            context.header("Retry-After", "10");
        }
        return Optional.of(answer);
    }

    /** What a sender is told whose body did not come; empty for one that has hung up. */
    private static Optional<WebhookAnswer> answerFailure(Context context, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof BodyReader.NoTurnException) {
            context.header("Retry-After", "10").header("Connection", "close");
            return Optional.of(WebhookAnswer.error(503, "too many large bodies at once; send it again later"));
        }
        if (cause instanceof TimeoutException) {
            context.header("Connection", "close");
            return Optional.of(WebhookAnswer.error(
                    408, "the body did not come within " + LONGEST_BODY.toSeconds() + " s; send it again"));
        }
        if (cause instanceof IOException) {
            LOG.debug("a sender hung up: {}", cause.getMessage());
            return Optional.empty();
        }
        throw new CompletionException(cause);
    }

    /** Runs a pass, and answers with what it came to: {@code ApplicationApi.requestRun}. */
    @FunctionalInterface
    public interface PassRequester {
        /**
         * @param wait how long the caller waits
         * @param present by which the caller may; the wait ends with it
         */
        CompletableFuture<ApiAnswer> requestRun(
                HostRepository repository, Trigger trigger, Duration wait, TokenPresence present);
    }

    /** Handles the requests of one path. */
    private interface RequestReceiver {
        WebhookAnswer receive(RequestHeaders headers, byte[] body);
    }
}
