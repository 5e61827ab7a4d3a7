package dev.reconciler.worker.api;

import dev.reconciler.git.error.GitException;
import dev.reconciler.git.repository.CommitterIdentity;
import dev.reconciler.model.CommitId;
import dev.reconciler.worker.api.TokenWatch.TokenPresence;
import dev.reconciler.worker.config.ApiToken;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.event.EventLog;
import dev.reconciler.worker.status.CommitStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What became of the commits of applications.
 *
 * <p>Refuses as {@link ApplicationApi} does.
 */
public final class CommitApi {
    private static final Logger LOG = LoggerFactory.getLogger(CommitApi.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(10);
    private static final int MOST_WAITING = 200;

    private final OwnRepositories repositories;
    private final CommitterIdentity committer;
    private final EventLog events;
    private final Semaphore waiting = new Semaphore(MOST_WAITING);

    /**
     * Looks at the clones of this host.
     *
     * @param committer of the host's configuration
     * @param events tells when there may be news
     */
    public CommitApi(OwnRepositories repositories, CommitterIdentity committer, EventLog events) {
        this.repositories = repositories;
        this.committer = committer;
        this.events = events;
    }

    /**
     * {@code GET /api/v1/repositories/{id}/commits/{sha}}.
     *
     * @param wait how long the caller waits for the commit to be pushed, escaped or kept, as it says it; null: not at
     *     all
     * @param present the token, which the wait ends with
     * @return 200 with the state that was reached
     */
    public ApiAnswer showCommit(ApiToken token, String id, String sha, @Nullable String wait, TokenPresence present) {
        RepositoryConfiguration repository = repositories.require(token, id);
        CommitId commit = parse(sha);
        CommitStatus status = look(repository, commit);
        long end = System.nanoTime() + WaitTime.parse(wait).toNanos();
        return new ApiAnswer(
                200, wait == null || status.isSettled() ? status : await(repository, commit, end, present));
    }

    private CommitStatus await(RepositoryConfiguration repository, CommitId commit, long end, TokenPresence present) {
        if (!waiting.tryAcquire()) {
            throw RequestProblemException.unavailable("too many callers wait for commits; ask again later", LATER);
        }
        try {
            while (true) {
                long seen = events.newest();
                CommitStatus status = look(repository, commit);
                present.require();
                Duration left = Duration.ofNanos(end - System.nanoTime());
                if (status.isSettled() || left.isNegative() || left.isZero()) {
                    return status;
                }
                events.awaitAfter(seen, left.compareTo(BETWEEN_LOOKS) < 0 ? left : BETWEEN_LOOKS);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw RequestProblemException.unavailable("the worker ends; ask again later", LATER);
        } finally {
            waiting.release();
        }
    }

    private CommitStatus look(RepositoryConfiguration repository, CommitId commit) {
        try {
            Optional<CommitStatus> found = CommitStatus.find(repository.settings(committer), commit);
            return found.orElseThrow(() -> new RequestProblemException(
                    404, "no clone of this host held commit " + commit + " on branch " + repository.branch()));
        } catch (GitException refused) {
            throw new RequestProblemException(503, Objects.toString(refused.getMessage(), "the clone can't be opened"));
        } catch (IOException failed) {
            LOG.warn("{}: a commit could not be looked at: {}", repository.id(), failed.toString());
            throw RequestProblemException.unavailable("the disk refuses; the log of the worker says why", LATER);
        }
    }

    private static CommitId parse(String sha) {
        try {
            return new CommitId(sha);
        } catch (IllegalArgumentException wrong) {
            throw new RequestProblemException(400, "'" + sha + "' is no commit (expected: a full id of 40 digits)");
        }
    }
}
