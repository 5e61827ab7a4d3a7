package dev.reconciler.worker.api;

import dev.reconciler.git.repository.CommitterIdentity;
import dev.reconciler.git.state.BranchPosition;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.Trigger;
import dev.reconciler.thread.VirtualThreads;
import dev.reconciler.worker.api.TokenWatch.TokenPresence;
import dev.reconciler.worker.board.RepositoryBoard;
import dev.reconciler.worker.config.ApiToken;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.DurationFormat;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.port.HostRepositories;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.PassWaits;
import dev.reconciler.worker.port.RunStarter;
import dev.reconciler.worker.port.TemporalUnavailableException;
import dev.reconciler.worker.status.RepositoryStatus;
import dev.reconciler.worker.status.StatusSource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The interface of applications. It serves the repositories of this host, and each token's own only: to all others they
 * are not there.
 *
 * <p>Each method throws a {@link RequestProblemException} where it refuses, in this order: no token is configured (503),
 * the token is wrong (401), no such repository for this token (404), it may only read (403), the request is wrong (400).
 */
public final class ApplicationApi {
    /** Of more, an answer would take as long as all runs: it is what this host has heard. */
    private static final int MOST_ASKED = 100;

    private static final int MOST_WAITING = 1_000;
    private static final Duration LATER = Duration.ofSeconds(10);

    private final OwnRepositories repositories;
    private final Map<String, HostRepository> listed = new LinkedHashMap<>();
    private final CommitterIdentity committer;
    private final RunStarter starter;
    private final PassWaits waits;
    private final StatusSource statuses;
    private final RepositoryBoard board;
    private final TokenWatch tokens;
    private final ExecutorService handlers = VirtualThreads.newDaemonExecutor("api-waits");
    private final AtomicInteger waiting = new AtomicInteger();

    /**
     * Serves the repositories of that configuration.
     *
     * @param tokens ends waits together with their tokens
     */
    public ApplicationApi(
            Configuration configuration,
            OwnRepositories repositories,
            RunStarter starter,
            PassWaits waits,
            StatusSource statuses,
            RepositoryBoard board,
            TokenWatch tokens) {
        this.repositories = repositories;
        HostRepositories.of(configuration).forEach(each -> listed.put(each.id().value(), each));
        this.committer = configuration.identity();
        this.starter = starter;
        this.waits = waits;
        this.statuses = statuses;
        this.board = board;
        this.tokens = tokens;
    }

    /** {@code GET /api/v1/repositories}. */
    public ApiAnswer listRepositories(ApiToken token) {
        List<RepositoryConfiguration> mine = repositories.list(token);
        return new ApiAnswer(
                200, Map.of("repositories", mine.size() > MOST_ASKED ? readHeard(token) : readViews(mine)));
    }

    private List<RepositoryView> readHeard(ApiToken token) {
        return board.readStatuses(token::covers).orElseThrow(ApplicationApi::newAwayProblem).stream()
                .map(each -> RepositoryView.of(each.status(), each.position()))
                .toList();
    }

    /** {@code GET /api/v1/repositories/{id}}. */
    public ApiAnswer showRepository(ApiToken token, String id) {
        return new ApiAnswer(
                200, readViews(List.of(repositories.require(token, id))).get(0));
    }

    private List<RepositoryView> readViews(List<RepositoryConfiguration> chosen) {
        if (chosen.isEmpty()) {
            return List.of();
        }
        List<RepositoryStatus> read = askTemporal(() -> statuses.read(chosen));
        return IntStream.range(0, chosen.size())
                .mapToObj(i -> RepositoryView.of(
                        read.get(i), BranchPosition.find(chosen.get(i).settings(committer))))
                .toList();
    }

    /**
     * {@code POST /api/v1/repositories/{id}/runs}.
     *
     * @param wait how long the caller waits for the outcome, as it says it; null: not at all
     * @param retryFor the budget of a run that begins by this, as the caller says it; null: that of the configuration
     * @param present the token, which the wait ends with
     * @return 200 with the result of a pass that began after the request, or 202 where the time ran out
     */
    public CompletableFuture<ApiAnswer> startRun(
            ApiToken token, String id, @Nullable String wait, @Nullable String retryFor, TokenPresence present) {
        HostRepository repository = requireListed(repositories.require(token, id));
        OwnRepositories.requireWriting(token);
        return requestRun(
                retryFor == null ? repository : repository.withRetryFor(parseBudget(retryFor)),
                Trigger.MANUAL,
                WaitTime.parse(wait),
                present);
    }

    private static Duration parseBudget(String text) {
        try {
            return DurationFormat.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw new RequestProblemException(400, "retryFor: " + wrong.getMessage());
        }
    }

    /**
     * Requests a run for a caller who may.
     *
     * @param wait zero where the caller does not wait
     * @param present by which the caller may, and which the wait ends with
     */
    public CompletableFuture<ApiAnswer> requestRun(
            HostRepository repository, Trigger trigger, Duration wait, TokenPresence present) {
        if (wait.isZero()) {
            return CompletableFuture.completedFuture(
                    new ApiAnswer(202, askTemporal(() -> starter.request(repository, trigger))));
        }
        if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            throw RequestProblemException.unavailable("too many callers wait for runs; ask again later", LATER);
        }
        CompletableFuture<ReconcileResult> result = awaitPass(repository, trigger);
        CompletableFuture<ApiAnswer> answer = result.thenApply(line -> answerPassed(line, present))
                .orTimeout(wait.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionallyAsync(failure -> answerLateRun(repository, trigger, failure), handlers);
        CompletableFuture<ApiAnswer> unused = answer.whenComplete((line, failure) -> {
            waiting.decrementAndGet();
            result.cancel(false);
        });
        return tokens.endWithToken(present, answer);
    }

    // A wait that is refused at once ends as all others do, and so gives the caller's place back.
    private CompletableFuture<ReconcileResult> awaitPass(HostRepository repository, Trigger trigger) {
        try {
            return waits.awaitPass(repository, trigger);
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    private static ApiAnswer answerPassed(ReconcileResult line, TokenPresence present) {
        present.require();
        return new ApiAnswer(200, line);
    }

    // The run goes on, and the caller is told which one it is. Only a request tells that for sure: the run may have
    // ended at this moment.
    private ApiAnswer answerLateRun(HostRepository repository, Trigger trigger, Throwable failure) {
        if (!(failure instanceof TimeoutException)) {
            throw failure instanceof CompletionException wrapped ? wrapped : new CompletionException(failure);
        }
        return new ApiAnswer(202, askTemporal(() -> starter.request(repository, trigger)));
    }

    private static <T> T askTemporal(Supplier<T> question) {
        try {
            return question.get();
        } catch (TemporalUnavailableException away) {
            throw newAwayProblem();
        }
    }

    private static RequestProblemException newAwayProblem() {
        return RequestProblemException.unavailable("the Temporal service does not answer; ask again later", LATER);
    }

    private HostRepository requireListed(RepositoryConfiguration repository) {
        return Objects.requireNonNull(listed.get(repository.id().value()));
    }
}
