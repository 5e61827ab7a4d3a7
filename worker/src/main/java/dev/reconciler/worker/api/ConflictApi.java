package dev.reconciler.worker.api;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.reconciler.contract.conflict.ConflictReasons;
import dev.reconciler.contract.conflict.ConflictTask;
import dev.reconciler.git.error.GitException;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.step.PreviewConflictStep.ConflictPreview;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.ConflictAction;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.worker.api.TokenWatch.TokenPresence;
import dev.reconciler.worker.config.ApiToken;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.conflict.ConflictCase;
import dev.reconciler.worker.conflict.ConflictCases;
import dev.reconciler.worker.port.ConflictDecisions;
import dev.reconciler.worker.port.HostRepositories;
import dev.reconciler.worker.port.HostRepository;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open conflicts, and what a person does about one. The refusals are those of {@link ApplicationApi}, in their order;
 * a conflict that is not open is 404, and a decision that somebody else was faster with 409.
 */
public final class ConflictApi {
    private static final Logger LOG = LoggerFactory.getLogger(ConflictApi.class);
    private static final Duration LATER = Duration.ofSeconds(10);

    private final OwnRepositories repositories;
    private final ConflictCases cases;
    private final ConflictDecisions decisions;
    private final TokenWatch tokens;
    private final OpenDecisions underWay = new OpenDecisions();
    private final Map<String, HostRepository> listed = new LinkedHashMap<>();

    /**
     * Serves the conflicts of that configuration's repositories.
     *
     * @param tokens ends waits together with their tokens
     */
    public ConflictApi(
            Configuration configuration,
            OwnRepositories repositories,
            ConflictCases cases,
            ConflictDecisions decisions,
            TokenWatch tokens) {
        this.repositories = repositories;
        this.cases = cases;
        this.decisions = decisions;
        this.tokens = tokens;
        HostRepositories.of(configuration).forEach(each -> listed.put(each.id().value(), each));
    }

    /** {@code GET /api/v1/conflicts}. */
    public ApiAnswer listConflicts(ApiToken token) {
        return new ApiAnswer(200, Map.of("conflicts", cases.list(repositories.list(token))));
    }

    /** {@code GET /api/v1/conflicts/{repository}/{utc}}. */
    public ApiAnswer showConflict(ApiToken token, String id, String utc) {
        return new ApiAnswer(200, require(repositories.require(token, id), utc));
    }

    /** {@code GET /api/v1/conflicts/{repository}/{utc}/keep-local}. */
    public ApiAnswer previewLocal(ApiToken token, String id, String utc) {
        return new ApiAnswer(200, PreviewAnswer.of(showLocal(token, id, utc).preview()));
    }

    /** Shows what the decision for the local side would make of a conflict. */
    public ShownDecision showLocal(ApiToken token, String id, String utc) {
        RepositoryConfiguration repository = repositories.require(token, id);
        ConflictCase open = require(repository, utc);
        requireActions(open);
        return new ShownDecision(open, ask(repository, () -> cases.previewLocal(repository, open)));
    }

    /**
     * {@code POST /api/v1/conflicts/{repository}/{utc}/{action}}.
     *
     * @param wait how long the caller waits for the result, as it says it; null: not at all
     * @param present the token, which the wait ends with
     * @return 200 with the result, or 202 where the time ran out: the same request then waits for the same decision
     */
    public CompletableFuture<ApiAnswer> decide(
            ApiToken token,
            String id,
            String utc,
            ConflictAction action,
            @Nullable String wait,
            TokenPresence present) {
        return decideSeen(token, id, utc, action, SeenCommits.ANY, wait, present);
    }

    /**
     * The same, of what a person has seen of the conflict.
     *
     * @return fails with 409 where there is something else by now
     */
    public CompletableFuture<ApiAnswer> decideSeen(
            ApiToken token,
            String id,
            String utc,
            ConflictAction action,
            SeenCommits seen,
            @Nullable String wait,
            TokenPresence present) {
        RepositoryConfiguration repository = repositories.require(token, id);
        String name = id + "/" + utc + " " + action;
        // Found before anything is looked at: the conflict may be closed by it by now.
        CompletableFuture<ReconcileResult> known = underWay.find(name);
        ConflictCase open = known == null ? require(repository, utc) : null;
        OwnRepositories.requireWriting(token);
        if (open != null) {
            requireActions(open);
            seen.requireSame(open);
        }
        Duration atMost = WaitTime.parse(wait);
        HostRepository host = Objects.requireNonNull(listed.get(id));
        CompletableFuture<ReconcileResult> decision = open == null
                ? Objects.requireNonNull(known)
                : underWay.begin(name, () -> decisions.decide(host, new ConflictTask(open.preserved(), action)));
        return atMost.isZero()
                ? CompletableFuture.completedFuture(newStartedAnswer(host))
                : tokens.endWithToken(present, decision.copy().orTimeout(atMost.toMillis(), TimeUnit.MILLISECONDS))
                        .thenApply(result -> {
                            present.require();
                            underWay.forget(name, decision);
                            return answerResult(result);
                        })
                        .exceptionally(failure -> answerLate(host, failure, () -> underWay.keep(name, decision)));
    }

    private static void requireActions(ConflictCase open) {
        Optional<String> why = open.explainNoAction();
        if (why.isPresent()) {
            throw new RequestProblemException(409, why.get());
        }
    }

    private static ApiAnswer newStartedAnswer(HostRepository repository) {
        return new ApiAnswer(202, Map.of("workflowId", repository.id().workflowId()));
    }

    private static ApiAnswer answerResult(ReconcileResult result) {
        if (result.error() != null
                && ConflictReasons.has(String.valueOf(result.error().reason()))) {
            throw new RequestProblemException(409, result.error().message());
        }
        return new ApiAnswer(200, result);
    }

    private static ApiAnswer answerLate(HostRepository repository, Throwable failure, Runnable keeping) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof TimeoutException) {
            keeping.run();
            return newStartedAnswer(repository);
        }
        if (cause instanceof RequestProblemException problem
                && problem.details().status() == 401) {
            // Whoever has the token's new secret may ask again.
            keeping.run();
        }
        throw new CompletionException(cause);
    }

    private ConflictCase require(RepositoryConfiguration repository, String utc) {
        return ask(repository, () -> cases.find(repository, utc))
                .orElseThrow(() -> new RequestProblemException(
                        404, "no open conflict of " + repository.id() + " has the name '" + utc + "'"));
    }

    private static <T> T ask(RepositoryConfiguration repository, Question<T> question) {
        try {
            return question.ask();
        } catch (RefusedException refused) {
            if (refused.reason().filter(ConflictReasons::has).isPresent()) {
                throw new RequestProblemException(409, String.valueOf(refused.getMessage()));
            }
            throw RequestProblemException.unavailable(String.valueOf(refused.getMessage()), LATER);
        } catch (GitException away) {
            throw RequestProblemException.unavailable(String.valueOf(away.getMessage()), LATER);
        } catch (IOException failed) {
            LOG.warn("{}: its conflicts could not be looked at: {}", repository.id(), failed.toString());
            throw RequestProblemException.unavailable("the disk refuses; the log of the worker says why", LATER);
        }
    }

    private interface Question<T> {
        T ask() throws IOException;
    }

    /**
     * A conflict, and what the decision for the local side would make of it.
     *
     * @param open the commits that this is true of
     */
    public record ShownDecision(ConflictCase open, ConflictPreview preview) {}

    /**
     * The commits that a person has seen when deciding.
     *
     * @param local on the conflict branch; null: any
     * @param remote on the remote's own branch; null: any
     */
    public record SeenCommits(
            @Nullable CommitId local, @Nullable CommitId remote) {
        static final SeenCommits ANY = new SeenCommits(null, null);

        private void requireSame(ConflictCase open) {
            if (local != null && !local.equals(open.localCommit())) {
                throw new RequestProblemException(
                        409,
                        open.branch() + " holds another commit by now: "
                                + open.localCommit().abbreviated());
            }
            if (remote != null && !remote.equals(open.remoteCommit())) {
                throw new RequestProblemException(
                        409,
                        "the remote's branch has moved on to "
                                + open.remoteCommit().abbreviated() + " since this was shown: look at it once more");
            }
        }
    }

    /** What the decision for the local side would change. */
    @JsonPropertyOrder({"files", "filesTotal", "diff", "truncated"})
    record PreviewAnswer(List<String> files, int filesTotal, String diff, boolean truncated) {
        static PreviewAnswer of(ConflictPreview preview) {
            return new PreviewAnswer(
                    ConflictCase.limitFiles(preview.files()),
                    preview.files().size(),
                    preview.diff(),
                    preview.truncated());
        }
    }
}
