package dev.reconciler.workflow;

import dev.reconciler.contract.ApplicationQueue;
import dev.reconciler.contract.CaseTerms;
import dev.reconciler.contract.Classification;
import dev.reconciler.contract.ClassifyRequest;
import dev.reconciler.contract.ConflictNews;
import dev.reconciler.contract.FailureDetails;
import dev.reconciler.contract.FailureTypes;
import dev.reconciler.contract.FetchRequest;
import dev.reconciler.contract.LeaseInForce;
import dev.reconciler.contract.MoveAnswer;
import dev.reconciler.contract.MoveRequest;
import dev.reconciler.contract.PreserveAnswer;
import dev.reconciler.contract.PreserveRequest;
import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.contract.PushAnswer;
import dev.reconciler.contract.PushRequest;
import dev.reconciler.contract.RecoveredMove;
import dev.reconciler.contract.ReloadAnswer;
import dev.reconciler.contract.ReloadRequest;
import dev.reconciler.contract.RemoteState;
import dev.reconciler.contract.ReplayAnswer;
import dev.reconciler.contract.ReplayRequest;
import dev.reconciler.contract.RepositoryActivities;
import dev.reconciler.contract.RepositoryBranch;
import dev.reconciler.contract.VerifyAnswer;
import dev.reconciler.contract.VerifyRequest;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.Divergence;
import dev.reconciler.model.ErrorType;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReloadResponse;
import dev.reconciler.model.UtcName;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A host with one repository and its remote, in memory: each side is a set of changes, and its commit is named after
 * them. Keeps the contract of the real host's activities, except where a test tells it to misbehave.
 */
final class FakeHost implements RepositoryActivities {
    /** What a change has in common with another that it conflicts with. */
    private static final String CONFLICTING = "!";

    private static final BranchName BRANCH = new BranchName("main");

    private final Map<CommitId, Set<String>> commits = new HashMap<>();
    private final Map<BranchName, CommitId> conflicts = new HashMap<>();
    private final Map<String, Deque<Runnable>> before = new HashMap<>();
    private final Map<String, Deque<Runnable>> after = new HashMap<>();
    private final Map<String, Duration> turns = new HashMap<>();
    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, CommitId> kept = new LinkedHashMap<>();
    private @Nullable CommitId local;
    private CommitId remote;
    private Set<String> seen = Set.of();
    private boolean keepsOriginal;
    private boolean tellsApplication;
    private @Nullable ApplicationQueue applicationQueue;
    private boolean applicationRefuses;
    private @Nullable ConflictNews seenConflicts;
    private boolean reloadOwed;
    private int reloads;

    FakeHost() {
        this.remote = commit(Set.of("base"));
        this.local = remote;
        this.seen = Set.of("base");
    }

    private synchronized CommitId commit(Set<String> changes) {
        Set<String> sorted = new TreeSet<>(changes);
        CommitId id = new CommitId(hex(sorted.toString()));
        commits.put(id, sorted);
        return id;
    }

    private static String hex(String text) {
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            hex.append(String.format("%08x", (text + i).hashCode()));
        }
        return hex.toString();
    }

    private Set<String> changes(CommitId commit) {
        return commits.getOrDefault(commit, Set.of());
    }

    private static Set<String> with(Set<String> changes, String change) {
        Set<String> more = new TreeSet<>(changes);
        more.add(change);
        return more;
    }

    private static Set<String> both(Set<String> changes, Set<String> others) {
        Set<String> all = new TreeSet<>(changes);
        all.addAll(others);
        return all;
    }

    private static Set<String> without(Set<String> changes, Set<String> others) {
        Set<String> rest = new TreeSet<>(changes);
        rest.removeAll(others);
        return rest;
    }

    // What a test says of the world.

    synchronized FakeHost localCommits(String change) {
        local = commit(with(changes(local()), change));
        return this;
    }

    synchronized FakeHost remoteCommits(String change) {
        remote = commit(with(changes(remote), change));
        return this;
    }

    /** A change on both sides, in one place. */
    FakeHost bothConflict() {
        return localCommits(CONFLICTING + "local").remoteCommits(CONFLICTING + "remote");
    }

    /** A change that both sides held, and that the remote has no longer. */
    synchronized FakeHost remoteDrops(String change) {
        local = commit(with(changes(local()), change));
        seen = with(seen, change);
        return this;
    }

    /** The newest change of the remote is gone by a forced push. */
    synchronized FakeHost remoteTakesBack(String change) {
        remote = commit(without(changes(remote), Set.of(change)));
        return this;
    }

    /** The remote has a history that shares nothing with local's. */
    synchronized FakeHost remoteIsAnother() {
        remote = commit(Set.of("another base"));
        return this;
    }

    /** The local branch has a history that shares nothing with the remote's. */
    synchronized FakeHost localIsAnother() {
        local = commit(Set.of("another base"));
        return this;
    }

    synchronized FakeHost hasNoClone() {
        local = null;
        return this;
    }

    synchronized FakeHost keepsOriginal() {
        keepsOriginal = true;
        return this;
    }

    synchronized FakeHost tellsApplication() {
        tellsApplication = true;
        return this;
    }

    /** The application is called in that queue. */
    synchronized FakeHost tellsApplication(ApplicationQueue queue) {
        applicationQueue = queue;
        return tellsApplication();
    }

    /** The host keeps cases, and the next fetch sees these conflicts anew. */
    synchronized FakeHost keepsCases(CaseTerms terms, PreservedConflict... unseen) {
        seenConflicts = new ConflictNews(terms, List.of(unseen));
        return this;
    }

    /** The application answers the next call with an error. */
    synchronized FakeHost applicationRefuses() {
        applicationRefuses = true;
        return this;
    }

    /** How often the application was told, and answered. */
    synchronized int reloads() {
        return reloads;
    }

    synchronized CommitId local() {
        return Objects.requireNonNull(local);
    }

    synchronized CommitId remote() {
        return remote;
    }

    synchronized Map<BranchName, CommitId> conflicts() {
        return Map.copyOf(conflicts);
    }

    /** What each ref below {@code refs/rewound/} holds. */
    synchronized Map<String, CommitId> keptRefs() {
        return Map.copyOf(kept);
    }

    synchronized List<CommitId> kept() {
        return List.copyOf(kept.values());
    }

    /** The activities that were called, in order. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    // How it misbehaves: each once, in the order in which it was told.

    synchronized FakeHost before(String activity, Runnable happening) {
        before.computeIfAbsent(activity, name -> new ArrayDeque<>()).add(happening);
        return this;
    }

    synchronized FakeHost after(String activity, Runnable happening) {
        after.computeIfAbsent(activity, name -> new ArrayDeque<>()).add(happening);
        return this;
    }

    FakeHost fails(String activity, int times) {
        for (int i = 0; i < times; i++) {
            before(activity, () -> {
                throw unavailable();
            });
        }
        return this;
    }

    /** The effect happens, and nobody hears of it. */
    FakeHost losesAnswerOf(String activity) {
        return after(activity, () -> {
            throw unavailable();
        });
    }

    FakeHost refuses(String activity, ErrorType type) {
        return before(activity, () -> {
            throw failure(type.wire(), type + " of the test");
        });
    }

    /** The remote is away, and says for how long it wants no request. */
    FakeHost tellsWhen(String activity, Duration wait) {
        return tellsWhen(activity, wait, () -> {});
    }

    /** The same, after something else has happened. */
    FakeHost tellsWhen(String activity, Duration wait, Runnable earlier) {
        return before(activity, () -> {
            earlier.run();
            throw ApplicationFailure.newBuilder()
                    .setType(FailureTypes.REMOTE_UNAVAILABLE)
                    .setMessage("503 Service Unavailable")
                    .setNonRetryable(true)
                    .setDetails(new FailureDetails(1, local).withRetryAfter(wait))
                    .build();
        });
    }

    /** As many as may be are at the remote: the activity gets its turn in that queue. */
    FakeHost sendsAway(String activity, String queue) {
        return before(activity, () -> {
            throw unavailable(new FailureDetails(0, local).withTurnQueue(queue));
        });
    }

    /** The next fetch finishes a move to the remote that an earlier run was stopped in, and then finds the remote away. */
    FakeHost finishesMoveAndFails() {
        return before("Fetch", this::finishMove);
    }

    private synchronized void finishMove() {
        RecoveredMove move = new RecoveredMove(local(), Outcome.FAST_FORWARDED, 0, 1, null, null);
        local = remote;
        reloadOwed = tellsApplication;
        throw unavailable(new FailureDetails(1, local).withDone(move, reloadOwed));
    }

    /** The remote is away, and the activity waited so long for its turn before it found that. */
    FakeHost failsAfterTurn(String activity, Duration waited) {
        return before(activity, () -> {
            throw unavailable(new FailureDetails(1, local).withWaited(waited));
        });
    }

    /** The next answer of the activity comes after it waited so long for its turn. */
    synchronized FakeHost waitsForTurn(String activity, Duration turn) {
        turns.put(activity, turn);
        return this;
    }

    private synchronized Duration takeTurn(String activity) {
        Duration turn = turns.remove(activity);
        return turn == null ? Duration.ZERO : turn;
    }

    /** An application has a lease for that many looks of the activity. */
    FakeHost isLeased(String activity, int looks, LeaseInForce lease) {
        for (int i = 0; i < looks; i++) {
            before(activity, () -> {
                throw ApplicationFailure.newBuilder()
                        .setType(FailureTypes.REPOSITORY_BUSY)
                        .setMessage("a lease of " + lease.holder() + ", which ends at " + lease.expiresAt())
                        .setNonRetryable(true)
                        .setDetails(new FailureDetails(0, local).withLease(lease))
                        .build();
            });
        }
        return this;
    }

    /** Another run is at work in the repository for that many looks of the activity. */
    FakeHost isHeldByRun(String activity, int looks) {
        for (int i = 0; i < looks; i++) {
            before(activity, () -> {
                throw ApplicationFailure.newBuilder()
                        .setType(FailureTypes.REPOSITORY_BUSY)
                        .setMessage("another run is at work")
                        .setNonRetryable(true)
                        .setDetails(new FailureDetails(0, local).withHeldByRun(true))
                        .build();
            });
        }
        return this;
    }

    /** The remote refuses for a reason that is known. */
    FakeHost refusesFor(String activity, ErrorType type, String reason) {
        return before(activity, () -> {
            throw ApplicationFailure.newBuilder()
                    .setType(type.wire())
                    .setMessage(type + " of the test")
                    .setNonRetryable(true)
                    .setDetails(new FailureDetails(0, local).withReason(reason))
                    .build();
        });
    }

    private static ApplicationFailure unavailable(FailureDetails details) {
        return ApplicationFailure.newBuilder()
                .setType(FailureTypes.REMOTE_UNAVAILABLE)
                .setMessage("connection refused")
                .setNonRetryable(true)
                .setDetails(details)
                .build();
    }

    private ApplicationFailure unavailable() {
        return failure(FailureTypes.REMOTE_UNAVAILABLE, "connection refused");
    }

    private ApplicationFailure failure(String type, String message) {
        return failure(type, message, local);
    }

    private static ApplicationFailure failure(String type, String message, @Nullable CommitId local) {
        return ApplicationFailure.newBuilder()
                .setType(type)
                .setMessage(message)
                .setNonRetryable(true)
                .setDetails(new FailureDetails(type.equals(FailureTypes.REMOTE_UNAVAILABLE) ? 1 : 0, local))
                .build();
    }

    private void begin(String activity, RepositoryBranch target) {
        if (!target.branch().equals(BRANCH)) {
            throw failure(ErrorType.CONFIGURATION.wire(), "this host is configured for " + BRANCH, null);
        }
        calls.add(activity);
        happen(before, activity);
    }

    private void end(String activity) {
        happen(after, activity);
    }

    private void happen(Map<String, Deque<Runnable>> happenings, String activity) {
        Runnable next;
        synchronized (this) {
            Deque<Runnable> queue = happenings.get(activity);
            next = queue == null ? null : queue.poll();
        }
        if (next != null) {
            next.run();
        }
    }

    // The activities.

    @Override
    public RemoteState fetch(FetchRequest request) {
        begin("Fetch", request.target());
        RemoteState state = look();
        end("Fetch");
        return state.withRecoveredMove(request.recovered())
                .withWaited(takeTurn("Fetch"))
                .withApplication(applicationQueue)
                .withConflicts(seenConflicts);
    }

    private synchronized RemoteState look() {
        if (local == null) {
            local = remote;
            seen = changes(remote);
            reloadOwed = tellsApplication;
            return new RemoteState(
                    RemoteState.FetchStatus.CLONED,
                    null,
                    remote,
                    changes(remote).size(),
                    0,
                    reloadOwed);
        }
        RemoteState.FetchStatus status =
                local.equals(remote) ? RemoteState.FetchStatus.IN_SYNC : RemoteState.FetchStatus.DIFFERENT;
        seen = both(seen, changes(remote));
        return new RemoteState(status, local, remote, 0, 0, reloadOwed);
    }

    @Override
    public Classification classify(ClassifyRequest request) {
        begin("Classify", request.target());
        Classification found = compare(changes(request.local()), changes(request.remote()));
        end("Classify");
        return found;
    }

    private synchronized Classification compare(Set<String> mine, Set<String> theirs) {
        Set<String> lacking = without(mine, theirs);
        int dropped = lacking.size() - without(lacking, seen).size();
        int behind = without(theirs, mine).size();
        Divergence divergence = dropped > 0
                ? Divergence.REWOUND
                : lacking.isEmpty()
                        ? behind == 0 ? Divergence.UP_TO_DATE : Divergence.BEHIND
                        : behind == 0 ? Divergence.AHEAD : Divergence.DIVERGED;
        Set<String> common = without(mine, lacking);
        if (common.isEmpty() && dropped == 0) {
            throw failure(ErrorType.UNRELATED_HISTORIES.wire(), "no common ancestor");
        }
        return new Classification(
                divergence,
                lacking.size(),
                behind,
                lacking.size() - dropped,
                dropped,
                common.isEmpty() ? null : commit(common));
    }

    @Override
    public ReplayAnswer replay(ReplayRequest request) {
        begin("Replay", request.target());
        ReplayAnswer answer = replayOn(request);
        end("Replay");
        return answer;
    }

    private synchronized ReplayAnswer replayOn(ReplayRequest request) {
        Set<String> own = without(without(changes(request.local()), changes(request.remote())), seen);
        Set<String> onto = changes(request.onto());
        if (conflict(own, onto)) {
            return new ReplayAnswer(ReplayAnswer.ReplayStatus.CONFLICT, null, 0, keepsOriginal, "file.txt");
        }
        return new ReplayAnswer(
                ReplayAnswer.ReplayStatus.REPLAYED, commit(both(onto, own)), own.size(), keepsOriginal, "");
    }

    private static boolean conflict(Set<String> own, Set<String> onto) {
        return own.stream().anyMatch(change -> change.startsWith(CONFLICTING))
                && onto.stream().anyMatch(change -> change.startsWith(CONFLICTING));
    }

    @Override
    public MoveAnswer advance(MoveRequest request) {
        return move("Advance", request);
    }

    @Override
    public MoveAnswer adopt(MoveRequest request) {
        return move("Adopt", request);
    }

    private MoveAnswer move(String activity, MoveRequest request) {
        begin(activity, request.target());
        MoveAnswer answer = swap(request);
        end(activity);
        return answer;
    }

    private synchronized MoveAnswer swap(MoveRequest request) {
        boolean isThere = isThere(request);
        CommitId from = isThere ? request.from() : local();
        CommitId to = isThere || from.equals(request.from()) ? request.to() : caughtUp(request);
        if (to == null) {
            return new MoveAnswer(MoveAnswer.MoveStatus.MOVED, local(), null, reloadOwed);
        }
        String ref = request.keep() == null ? null : keep(request.keep(), from);
        if (!isThere) {
            local = to;
            reloadOwed = tellsApplication;
        }
        seen = changes(request.remote());
        return new MoveAnswer(MoveAnswer.MoveStatus.DONE, to, ref, reloadOwed);
    }

    /** Whether an earlier attempt moved the branch; the application may have committed on top since. */
    private boolean isThere(MoveRequest request) {
        Set<String> now = changes(local());
        Set<String> from = changes(request.from());
        Set<String> to = changes(request.to());
        return !local().equals(request.from())
                && now.containsAll(to)
                && (to.containsAll(from) || !now.containsAll(from));
    }

    /** The target with what the application committed meanwhile; null where that can't be replayed. */
    private @Nullable CommitId caughtUp(MoveRequest request) {
        Set<String> now = changes(local());
        Set<String> from = changes(request.from());
        Set<String> meanwhile = without(now, from);
        boolean isReplayable = request.replayedAt() != null
                && now.containsAll(from)
                && !keepsOriginal
                && !conflict(meanwhile, changes(request.to()));
        return isReplayable ? commit(both(changes(request.to()), meanwhile)) : null;
    }

    private String keep(UtcName name, CommitId commit) {
        for (Map.Entry<String, CommitId> taken : kept.entrySet()) {
            if (taken.getValue().equals(commit)) {
                return taken.getKey();
            }
        }
        String ref = "refs/rewound/" + free(name, candidate -> kept.containsKey("refs/rewound/" + candidate));
        kept.put(ref, commit);
        return ref;
    }

    private static String free(UtcName name, Predicate<String> isTaken) {
        return IntStream.iterate(1, attempt -> attempt + 1)
                .mapToObj(name::candidate)
                .filter(isTaken.negate())
                .findFirst()
                .orElseThrow();
    }

    @Override
    public PushAnswer push(PushRequest request) {
        begin("Push", request.target());
        PushAnswer answer = new PushAnswer(take(request), 0);
        end("Push");
        return answer.withWaited(takeTurn("Push"));
    }

    private synchronized PushAnswer.PushStatus take(PushRequest request) {
        boolean isForward = changes(request.next()).containsAll(changes(remote));
        if (!remote.equals(request.next()) && !(remote.equals(request.expected()) && isForward)) {
            return PushAnswer.PushStatus.MOVED;
        }
        remote = request.next();
        seen = changes(remote);
        return PushAnswer.PushStatus.DONE;
    }

    @Override
    public PreserveAnswer preserve(PreserveRequest request) {
        begin("Preserve", request.target());
        PreservedConflict preserved = keepOnRemote(request);
        end("Preserve");
        return new PreserveAnswer(preserved, 0).withWaited(takeTurn("Preserve"));
    }

    private synchronized PreservedConflict keepOnRemote(PreserveRequest request) {
        for (Map.Entry<BranchName, CommitId> taken : conflicts.entrySet()) {
            if (taken.getValue().equals(request.commit())) {
                return new PreservedConflict(taken.getKey(), request.commit());
            }
        }
        BranchName branch = isMovedForward(request)
                ? request.earlier().branch()
                : conflictBranch(free(request.name(), name -> conflicts.containsKey(conflictBranch(name))));
        conflicts.put(branch, request.commit());
        return new PreservedConflict(branch, request.commit());
    }

    private boolean isMovedForward(PreserveRequest request) {
        PreservedConflict earlier = request.earlier();
        return earlier != null
                && earlier.commit().equals(conflicts.get(earlier.branch()))
                && changes(request.commit()).containsAll(changes(earlier.commit()));
    }

    private static BranchName conflictBranch(String name) {
        return new BranchName("conflicts/" + name);
    }

    @Override
    public VerifyAnswer verify(VerifyRequest request) {
        begin("Verify", request.target());
        boolean held;
        synchronized (this) {
            held = request.preserved()
                    .commit()
                    .equals(conflicts.get(request.preserved().branch()));
        }
        end("Verify");
        return new VerifyAnswer(held, 0).withWaited(takeTurn("Verify"));
    }

    @Override
    public ReloadAnswer reload(ReloadRequest request) {
        begin("Reload", request.target());
        ReloadAnswer answer = tell();
        end("Reload");
        return answer;
    }

    private synchronized ReloadAnswer tell() {
        if (tellsApplication && applicationRefuses) {
            applicationRefuses = false;
            return new ReloadAnswer(false, "the application answered 401", new ReloadResponse(401, "no"));
        }
        reloads += tellsApplication ? 1 : 0;
        reloadOwed = false;
        return new ReloadAnswer(true, "", null);
    }

    /** The remote forgets what was preserved, as one does that only pretended to take it. */
    synchronized void losesConflicts() {
        conflicts.clear();
    }
}
