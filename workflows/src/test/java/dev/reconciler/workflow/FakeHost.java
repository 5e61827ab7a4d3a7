package dev.reconciler.workflow;

import dev.reconciler.contract.Classification;
import dev.reconciler.contract.ClassifyRequest;
import dev.reconciler.contract.FailureDetails;
import dev.reconciler.contract.FailureTypes;
import dev.reconciler.contract.FetchRequest;
import dev.reconciler.contract.MoveAnswer;
import dev.reconciler.contract.MoveRequest;
import dev.reconciler.contract.PreserveAnswer;
import dev.reconciler.contract.PreserveRequest;
import dev.reconciler.contract.Preserved;
import dev.reconciler.contract.PushAnswer;
import dev.reconciler.contract.PushRequest;
import dev.reconciler.contract.ReloadAnswer;
import dev.reconciler.contract.ReloadRequest;
import dev.reconciler.contract.RemoteState;
import dev.reconciler.contract.ReplayAnswer;
import dev.reconciler.contract.ReplayRequest;
import dev.reconciler.contract.RepositoryActivities;
import dev.reconciler.contract.VerifyAnswer;
import dev.reconciler.contract.VerifyRequest;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.Divergence;
import dev.reconciler.model.ErrorType;
import io.temporal.failure.ApplicationFailure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A host with one repository and its remote, in memory: each side is a set of changes, and its commit is named after
 * them. Misbehaves as told.
 */
final class FakeHost implements RepositoryActivities {
    /** What a change has in common with another that it conflicts with. */
    private static final String CONFLICTING = "!";

    private final Map<CommitId, Set<String>> commits = new HashMap<>();
    private final Map<BranchName, CommitId> conflicts = new HashMap<>();
    private final Map<String, Deque<Runnable>> before = new HashMap<>();
    private final Map<String, Deque<Runnable>> after = new HashMap<>();
    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private final List<CommitId> kept = new ArrayList<>();
    private @Nullable CommitId local;
    private CommitId remote;
    private Set<String> seen = Set.of();
    private boolean keepsOriginal;
    private boolean tellsApplication;

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

    synchronized CommitId local() {
        return java.util.Objects.requireNonNull(local);
    }

    synchronized CommitId remote() {
        return remote;
    }

    synchronized Map<BranchName, CommitId> conflicts() {
        return Map.copyOf(conflicts);
    }

    synchronized List<CommitId> kept() {
        return List.copyOf(kept);
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

    private ApplicationFailure unavailable() {
        return failure(FailureTypes.REMOTE_UNAVAILABLE, "connection refused");
    }

    private ApplicationFailure failure(String type, String message) {
        return ApplicationFailure.newBuilder()
                .setType(type)
                .setMessage(message)
                .setNonRetryable(true)
                .setDetails(new FailureDetails(type.equals(FailureTypes.REMOTE_UNAVAILABLE) ? 1 : 0, local))
                .build();
    }

    private void begin(String activity) {
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
        begin("Fetch");
        RemoteState state = look();
        end("Fetch");
        return state;
    }

    private synchronized RemoteState look() {
        if (local == null) {
            local = remote;
            return new RemoteState(
                    RemoteState.Status.CLONED, null, remote, changes(remote).size(), 0, tellsApplication);
        }
        RemoteState.Status status = local.equals(remote) ? RemoteState.Status.IN_SYNC : RemoteState.Status.DIFFERENT;
        return new RemoteState(status, local, remote, 0, 0, false);
    }

    @Override
    public Classification classify(ClassifyRequest request) {
        begin("Classify");
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
        return new Classification(
                divergence, lacking.size(), behind, lacking.size() - dropped, dropped, commit(common));
    }

    @Override
    public ReplayAnswer replay(ReplayRequest request) {
        begin("Replay");
        ReplayAnswer answer = replayOn(request);
        end("Replay");
        return answer;
    }

    private synchronized ReplayAnswer replayOn(ReplayRequest request) {
        Set<String> own = without(without(changes(request.local()), changes(request.remote())), seen);
        Set<String> onto = changes(request.onto());
        boolean conflict = own.stream().anyMatch(change -> change.startsWith(CONFLICTING))
                && onto.stream().anyMatch(change -> change.startsWith(CONFLICTING));
        if (conflict) {
            return new ReplayAnswer(ReplayAnswer.Status.CONFLICT, null, 0, keepsOriginal, "file.txt");
        }
        Set<String> tip = new TreeSet<>(onto);
        tip.addAll(own);
        return new ReplayAnswer(ReplayAnswer.Status.REPLAYED, commit(tip), own.size(), keepsOriginal, "");
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
        begin(activity);
        MoveAnswer answer = swap(request);
        end(activity);
        return answer;
    }

    private synchronized MoveAnswer swap(MoveRequest request) {
        if (!request.from().equals(local) && !request.to().equals(local)) {
            return new MoveAnswer(MoveAnswer.Status.MOVED, local(), null, false);
        }
        local = request.to();
        String ref = null;
        if (request.keep() != null) {
            kept.add(request.from());
            ref = "refs/rewound/" + request.keep();
        }
        seen = changes(request.remote());
        return new MoveAnswer(MoveAnswer.Status.DONE, local, ref, tellsApplication);
    }

    @Override
    public PushAnswer push(PushRequest request) {
        begin("Push");
        PushAnswer answer = new PushAnswer(take(request), 0);
        end("Push");
        return answer;
    }

    private synchronized PushAnswer.Status take(PushRequest request) {
        if (!remote.equals(request.expected()) && !remote.equals(request.next())) {
            return PushAnswer.Status.MOVED;
        }
        remote = request.next();
        seen = changes(remote);
        return PushAnswer.Status.DONE;
    }

    @Override
    public PreserveAnswer preserve(PreserveRequest request) {
        begin("Preserve");
        Preserved preserved = keepOnRemote(request);
        end("Preserve");
        return new PreserveAnswer(preserved, 0);
    }

    private synchronized Preserved keepOnRemote(PreserveRequest request) {
        for (Map.Entry<BranchName, CommitId> taken : conflicts.entrySet()) {
            if (taken.getValue().equals(request.commit())) {
                return new Preserved(taken.getKey(), request.commit());
            }
        }
        Preserved earlier = request.earlier();
        BranchName branch = earlier == null ? new BranchName("conflicts/" + request.name()) : earlier.branch();
        conflicts.put(branch, request.commit());
        return new Preserved(branch, request.commit());
    }

    @Override
    public VerifyAnswer verify(VerifyRequest request) {
        begin("Verify");
        boolean held;
        synchronized (this) {
            held = request.preserved()
                    .commit()
                    .equals(conflicts.get(request.preserved().branch()));
        }
        end("Verify");
        return new VerifyAnswer(held, 0);
    }

    @Override
    public ReloadAnswer reload(ReloadRequest request) {
        begin("Reload");
        end("Reload");
        return new ReloadAnswer(true, "");
    }

    /** The remote forgets what was preserved, as one does that only pretended to take it. */
    synchronized void losesConflicts() {
        conflicts.clear();
    }
}
