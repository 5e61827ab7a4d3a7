package dev.reconciler.git.remote;

import dev.reconciler.git.error.GitException;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RemoteUnavailableException;
import dev.reconciler.git.remote.fetch.BranchFetch;
import dev.reconciler.git.remote.fetch.CloneFetch;
import dev.reconciler.git.remote.fetch.ConnectivityCheck;
import dev.reconciler.git.remote.fetch.FetchedCommit;
import dev.reconciler.git.remote.fetch.ReceivedObjectChecker;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.remote.transport.RemoteUrls;
import dev.reconciler.git.remote.transport.TransportOpener;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.git.repository.ShallowBoundary;
import dev.reconciler.git.secret.SecretScrubber;
import dev.reconciler.model.ConflictName;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.RefSpec;
import org.jspecify.annotations.Nullable;

/**
 * The remote of a data repository: read and pushed to, whatever the transport.
 *
 * <p>No method holds the repository's lock, because a remote may hang and the application waits for that lock. None
 * moves a ref of an existing clone. Errors are {@link GitException}s, free of secrets, as {@link RemoteErrors} sorts
 * them.
 */
public final class GitRemote {
    /** How long the remote has to say, after a push without an answer, whether it took the push. */
    static final Duration LAST_LOOK = Duration.ofMillis(1_500);

    private final RepositorySettings settings;
    private final TransportOpener transports;
    private final RemoteSessions sessions;
    private final String name;
    private final RemoteCalls calls;

    /** @throws RefusedException of type Configuration if the URL is of a kind that is not allowed */
    public GitRemote(RepositorySettings settings) {
        this.settings = settings;
        this.transports = new TransportOpener(settings);
        this.name = RemoteUrls.withoutSecrets(settings.remoteUrl());
        this.sessions = new RemoteSessions(transports);
        this.calls = new RemoteCalls(transports, new RemoteErrors(name, SecretScrubber.of(settings)));
    }

    /**
     * Asks the remote for the branch's commit, without a local repository.
     *
     * @throws RefusedException of type BranchMissing if the remote has no such branch
     */
    public ObjectId readBranch(Deadline deadline) {
        Deadline soon = deadline.atMost(Deadline.ANSWER_LIMIT);
        return calls.run(
                null,
                () -> soon.with(
                        name, () -> sessions.open(null, soon, branchOnly()), session -> findBranch(session.connection())
                                .getObjectId()));
    }

    /**
     * Asks the remote for the branch and the conflict branches.
     *
     * @param local null where there is no local repository
     * @throws RefusedException of type BranchMissing if the remote has no such branch
     */
    public AdvertisedRefs readAdvertisedRefs(@Nullable Repository local, Deadline deadline) {
        Deadline soon = deadline.atMost(Deadline.ANSWER_LIMIT);
        return calls.run(
                local,
                () -> soon.with(
                        name,
                        () -> sessions.open(local, soon, branchOnly(), ConflictName.REFS),
                        session -> new AdvertisedRefs(
                                findBranch(session.connection()).getObjectId(),
                                collectConflicts(session.connection()))));
    }

    /**
     * Asks the remote for the branch, and fetches its objects where the local repository lacks them. Adds objects only:
     * no ref and no FETCH_HEAD. Configured refspecs are not read.
     *
     * @param localBranch the local branch's commit; where the remote's is the same, nothing is fetched or checked
     * @return keeps the objects from garbage collection until it is closed
     * @throws RefusedException of type RepositoryCorrupt if something is missing after the fetch, of type Unsupported where
     *     that is so because the remote is a shallow clone
     */
    public FetchedCommit fetch(Repository local, ObjectId localBranch, Deadline deadline) {
        return fetchBranch(local, localBranch, deadline);
    }

    /** The same, and which conflict branches the remote shows on the same connection. */
    public FetchedCommit fetchAndListConflicts(Repository local, ObjectId localBranch, Deadline deadline) {
        return fetchBranch(local, localBranch, deadline, ConflictName.REFS);
    }

    private FetchedCommit fetchBranch(Repository local, ObjectId localBranch, Deadline deadline, String... alsoShown) {
        return calls.run(
                local,
                () -> deadline.with(name, () -> sessions.open(local, deadline, branchOnly(), alsoShown), session -> {
                    Ref branch = findBranch(session.connection());
                    // A connection that fetches tells of its refs no more.
                    Map<String, ObjectId> conflicts =
                            alsoShown.length == 0 ? Map.of() : collectConflicts(session.connection());
                    if (branch.getObjectId().equals(localBranch)) {
                        return FetchedCommit.alreadyHere(branch.getObjectId()).withConflicts(conflicts);
                    }
                    ReceivedObjectChecker checker = session.checkObjects(local);
                    // An earlier run that was killed after its fetch may have left the objects: they are not sent
                    // twice.
                    FetchedCommit fetched = ConnectivityCheck.isWhole(local, branch.getObjectId(), checker)
                            ? FetchedCommit.alreadyHere(branch.getObjectId())
                            : new BranchFetch(local, checker).run(session.connection(), branch);
                    return fetched.withConflicts(conflicts);
                }));
    }

    /** Fetches every branch and tag into a clone that is being made, which no other process works with. */
    public void fetchEverything(Repository clone, Deadline deadline) {
        List<RefSpec> everything = List.of(
                new RefSpec("+refs/heads/*:refs/remotes/" + settings.remoteName() + "/*"),
                new RefSpec("+refs/tags/*:refs/tags/*"));
        calls.run(
                clone,
                () -> deadline.with(name, () -> sessions.openFirst(clone, deadline, everything), session -> {
                    CloneFetch fetch = new CloneFetch(clone, everything);
                    fetch.run(session.connection(), session.checkObjects(clone));
                    ConnectivityCheck.checkFiles(
                            clone, findBranch(session.connection()).getObjectId());
                    return fetch;
                }));
    }

    /**
     * Fetches the history that a shallow repository lacks.
     *
     * @throws RefusedException of type Unsupported if the repository is still shallow afterwards, as where the remote is
     *     shallow itself
     */
    public void deepen(DataRepository repository, Deadline deadline) throws IOException {
        ShallowBoundary boundary = new ShallowBoundary(repository);
        boundary.refuseLocked();
        Repository git = repository.git();
        Set<ObjectId> left = calls.run(
                git,
                () -> deadline.with(name, () -> sessions.openDeepening(git, deadline, branchOnly()), session -> {
                    Ref branch = findBranch(session.connection());
                    boundary.hold();
                    BranchFetch.deepening(git, session.checkObjects(git))
                            .run(session.connection(), branch)
                            .close();
                    return boundary.list();
                }));
        if (!left.isEmpty()) {
            throw new RefusedException(
                    ErrorType.UNSUPPORTED,
                    settings.path() + " is a shallow clone, and " + name
                            + " does not have what is missing; fetch it from a whole clone (git fetch --unshallow URL)");
        }
        boundary.remove();
    }

    /**
     * Pushes one ref, unforced, and reads it back.
     *
     * @param expected the commit that the remote ref holds; the zero id: the ref does not exist there
     * @return DONE also where the remote holds {@code next} already
     * @throws RefusedException of type PushRejected if the remote does not take these commits
     * @throws RemoteUnavailableException if the remote did not take the push, as far as it says
     */
    public PushResult push(Repository local, String ref, ObjectId expected, ObjectId next, Deadline deadline) {
        PushResult result;
        try {
            result = calls.run(local, () -> sendPush(local, ref, expected, next, deadline));
        } catch (RemoteUnavailableException unanswered) {
            if (hasTakenPush(local, ref, next)) {
                return PushResult.DONE;
            }
            throw RemoteCalls.blameClone(local, unanswered);
        }
        return result == PushResult.DONE ? readBack(local, ref, expected, deadline) : result;
    }

    // The two checks come before the connection: what they find is on this host, and the remote need not hear of it.
    private PushResult sendPush(Repository local, String ref, ObjectId expected, ObjectId next, Deadline deadline)
            throws IOException {
        deadline.call(name, () -> {
            transports.checkPush(local, ref);
            ConnectivityCheck.checkBeforePush(local, next, expected);
            return ref;
        });
        return deadline.with(name, () -> transports.openPush(local, deadline), transport -> new RefPush(
                        transport, local, name, SecretScrubber.of(settings))
                .run(ref, expected, next));
    }

    // A push whose answer was lost, or came too late, is a push all the same. Without this look the run would report a
    // failure for a push that the remote took.
    private boolean hasTakenPush(Repository local, String ref, ObjectId next) {
        try {
            return readRemoteRef(local, ref, Deadline.in(LAST_LOOK)).equals(next);
        } catch (GitException away) {
            return false;
        }
    }

    // A server that reports a push as taken and still shows the old commit is a stale replica, or its storage lost the
    // push. Any third commit is fine: another host may have pushed on top at once.
    private PushResult readBack(Repository local, String ref, ObjectId expected, Deadline deadline) {
        if (readRemoteRef(local, ref, deadline.atMost(Deadline.ANSWER_LIMIT)).equals(expected)) {
            throw new RemoteUnavailableException(name + " said that it took " + ref + " and does not show it");
        }
        return PushResult.DONE;
    }

    private ObjectId readRemoteRef(Repository local, String ref, Deadline deadline) {
        List<RefSpec> only = List.of(new RefSpec(ref));
        return calls.run(
                local,
                () -> deadline.with(name, () -> sessions.open(local, deadline, only), session -> {
                    Ref there = session.connection().getRef(ref);
                    ObjectId id = there == null ? null : there.getObjectId();
                    return id == null ? ObjectId.zeroId() : id;
                }));
    }

    private List<RefSpec> branchOnly() {
        return List.of(new RefSpec(settings.branch().ref()));
    }

    private Ref findBranch(FetchConnection connection) {
        Ref ref = connection.getRef(settings.branch().ref());
        if (ref == null || ref.getObjectId() == null) {
            throw new RefusedException(
                    ErrorType.BRANCH_MISSING,
                    name + " has no branch " + settings.branch() + "; push it there, or correct `branch`");
        }
        return ref;
    }

    private static Map<String, ObjectId> collectConflicts(FetchConnection connection) {
        Map<String, ObjectId> conflicts = new TreeMap<>();
        for (Ref ref : connection.getRefs()) {
            ObjectId id = ref.getObjectId();
            // Whoever has a branch of another name there keeps it: nothing is decided about it, and nothing deleted.
            if (id != null && ConflictName.ofRef(ref.getName()).isPresent()) {
                conflicts.put(ref.getName(), id);
            }
        }
        return conflicts;
    }
}
