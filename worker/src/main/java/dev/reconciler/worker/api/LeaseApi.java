package dev.reconciler.worker.api;

import dev.reconciler.git.error.GitException;
import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.lease.GivenLease;
import dev.reconciler.git.lease.HeldLease;
import dev.reconciler.git.lease.LeaseAnswer;
import dev.reconciler.git.lease.Leases;
import dev.reconciler.git.lease.MoveGoesFirst;
import dev.reconciler.git.repository.CommitterIdentity;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.thread.Sleeper;
import dev.reconciler.thread.VirtualThreads;
import dev.reconciler.worker.api.TokenWatch.TokenPresence;
import dev.reconciler.worker.config.ApiToken;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.lease.LeaseQueue;
import dev.reconciler.worker.lease.LeasedMoves;
import dev.reconciler.worker.port.RunStarter;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The leases of applications: while one is held, a repository's branch, index and files stay as they are. A token's name
 * is the holder's name.
 *
 * <p>Refuses as {@link ApplicationApi} does.
 */
public final class LeaseApi {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseApi.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final Duration LATER = Duration.ofSeconds(1);
    private static final int MOST_WAITING = 200;

    private final OwnRepositories repositories;
    private final CommitterIdentity committer;
    private final LeasedMoves moves;
    private final RunStarter starter;
    private final TokenWatch tokens;
    private final ExecutorService ends = VirtualThreads.newDaemonExecutor("lease-ends");
    private final AtomicInteger waiting = new AtomicInteger();

    /** Those whose turn has not come don't look at the disk. */
    private final Map<RepositoryId, LeaseQueue> queues = new ConcurrentHashMap<>();

    /**
     * Gives leases of the clones of this host.
     *
     * @param starter runs the moves that waited for a lease
     * @param tokens ends waits together with their tokens
     */
    public LeaseApi(Configuration configuration, OwnRepositories repositories, RunStarter starter, TokenWatch tokens) {
        this.repositories = repositories;
        this.committer = configuration.identity();
        this.moves = new LeasedMoves(configuration);
        this.starter = starter;
        this.tokens = tokens;
    }

    /**
     * {@code POST /api/v1/repositories/{id}/leases}.
     *
     * @param body the object with {@code ttl}; may be empty
     * @param wait how long the caller waits for its turn, as it says it; null: not at all
     * @param present the token, which the wait ends with
     * @return 201 with the lease
     */
    public ApiAnswer takeLease(ApiToken token, String id, byte[] body, @Nullable String wait, TokenPresence present) {
        RepositoryConfiguration repository = repositories.require(token, id);
        OwnRepositories.requireWriting(token);
        Duration ttl = LeaseRequest.readTime(body);
        long end = System.nanoTime() + WaitTime.parse(wait).toNanos();
        if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            throw RequestProblemException.unavailable("too many callers wait for leases; ask again later", LATER);
        }
        try {
            return describe(201, awaitTurn(repository, new LeaseWish(token.name(), ttl, end, present)));
        } finally {
            waiting.decrementAndGet();
        }
    }

    private GivenLease awaitTurn(RepositoryConfiguration repository, LeaseWish wish) {
        LeaseQueue queue = queues.computeIfAbsent(repository.id(), id -> new LeaseQueue());
        CompletableFuture<Void> turn = queue.join();
        try {
            tokens.endWithToken(wish.present(), turn).get(Math.max(wish.left(), 0), TimeUnit.NANOSECONDS);
            return awaitLease(repository, wish);
        } catch (TimeoutException others) {
            throw new RequestProblemException(409, "others wait for a lease of this repository already");
        } catch (ExecutionException gone) {
            throw (RuntimeException) gone.getCause();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw RequestProblemException.unavailable("the worker ends; ask again later", LATER);
        } finally {
            queue.leave(turn);
            // Nobody looks at the token of a wait that is over.
            turn.cancel(false);
        }
    }

    private GivenLease awaitLease(RepositoryConfiguration repository, LeaseWish wish) {
        while (true) {
            wish.present().require();
            Optional<LeaseAnswer> answer = onDisk(repository, leases -> takeUnlessBusy(leases, wish));
            if (answer.isPresent() && answer.get() instanceof GivenLease given) {
                return keepIfPresent(repository, wish, given);
            }
            boolean isOver = wish.left() <= BETWEEN_LOOKS.toNanos();
            if (isOver || !Sleeper.OF_THE_THREAD.sleep(BETWEEN_LOOKS)) {
                throw answer.map(LeaseApi::newRefusal).orElseGet(LeaseApi::newBusyProblem);
            }
        }
    }

    /** @return empty where a run is at work on the disk, as for minutes with a large move */
    private static Optional<LeaseAnswer> takeUnlessBusy(Leases leases, LeaseWish wish) throws IOException {
        try {
            return Optional.of(leases.take(wish.holder(), wish.ttl()));
        } catch (RepositoryBusyException busy) {
            return Optional.empty();
        }
    }

    // Whoever may not have it would not be told of it, and so not give it back.
    private GivenLease keepIfPresent(RepositoryConfiguration repository, LeaseWish wish, GivenLease given) {
        try {
            wish.present().require();
            return given;
        } catch (RequestProblemException gone) {
            onDisk(repository, leases -> leases.release(given.id(), wish.holder()));
            throw gone;
        }
    }

    private static RequestProblemException newRefusal(LeaseAnswer answer) {
        String why = answer instanceof HeldLease held
                ? "'" + held.holder() + "' holds lease " + held.fence() + " until " + held.expiresAt()
                : ((MoveGoesFirst) answer).move() + ", and goes before the next lease";
        return new RequestProblemException(409, why);
    }

    private static RequestProblemException newBusyProblem() {
        return RequestProblemException.unavailable("a run is at work on the disk; ask again", LATER);
    }

    /**
     * {@code PUT /api/v1/repositories/{id}/leases/{lease}}.
     *
     * @return 200 with the lease
     */
    public ApiAnswer renewLease(ApiToken token, String id, String lease, byte[] body) {
        RepositoryConfiguration repository = requireHeld(token, id, lease);
        Duration ttl = LeaseRequest.readTime(body);
        Optional<GivenLease> renewed = onDisk(repository, leases -> leases.renew(lease, token.name(), ttl));
        return describe(200, renewed.orElseThrow(LeaseApi::newEndedProblem));
    }

    /**
     * {@code DELETE /api/v1/repositories/{id}/leases/{lease}}.
     *
     * @return 204
     */
    public ApiAnswer releaseLease(ApiToken token, String id, String lease) {
        RepositoryConfiguration repository = requireHeld(token, id, lease);
        if (!onDisk(repository, leases -> leases.release(lease, token.name()))) {
            throw newEndedProblem();
        }
        // Whoever has given the lease back does not wait for Temporal.
        ends.execute(() -> LeasedMoves.requestPasses(moves.find(repository), starter));
        return new ApiAnswer(204, Map.of());
    }

    // A lease that is not there for this token comes before what the token may do, and before what the request says.
    private RepositoryConfiguration requireHeld(ApiToken token, String id, String lease) {
        RepositoryConfiguration repository = repositories.require(token, id);
        if (!onDisk(repository, leases -> leases.isHeldBy(lease, token.name()))) {
            throw newEndedProblem();
        }
        OwnRepositories.requireWriting(token);
        return repository;
    }

    private static RequestProblemException newEndedProblem() {
        return new RequestProblemException(404, "this token holds no such lease, or it has ended");
    }

    private static ApiAnswer describe(int status, GivenLease lease) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("lease", lease.id());
        members.put("fence", lease.fence());
        members.put("expiresAt", lease.expiresAt().toString());
        return new ApiAnswer(status, members);
    }

    private <T> T onDisk(RepositoryConfiguration configured, LeaseWork<T> work) {
        try {
            Optional<DataRepository> there = DataRepository.open(configured.settings(committer));
            try (DataRepository repository = there.orElseThrow(() ->
                    RequestProblemException.unavailable("there is no clone yet; the next run makes one", LATER))) {
                return work.run(Leases.of(repository));
            }
        } catch (RepositoryBusyException busy) {
            throw newBusyProblem();
        } catch (GitException refused) {
            // Its words name paths of this host, which are the application's own.
            throw new RequestProblemException(503, Objects.toString(refused.getMessage(), "the clone can't be opened"));
        } catch (IOException failed) {
            LOG.warn("{}: a lease could not be looked at: {}", configured.id(), failed.toString());
            throw RequestProblemException.unavailable("the disk refuses; the log of the worker says why", LATER);
        }
    }

    private interface LeaseWork<T> {
        T run(Leases leases) throws IOException;
    }

    /**
     * What a request for a lease wants.
     *
     * @param end until when it waits, by {@link System#nanoTime}
     * @param present the token that it waits with
     */
    private record LeaseWish(String holder, Duration ttl, long end, TokenPresence present) {
        /** In nanoseconds; negative where the time is over. */
        long left() {
            return end - System.nanoTime();
        }
    }
}
