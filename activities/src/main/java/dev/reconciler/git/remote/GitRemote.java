package dev.reconciler.git.remote;

import dev.reconciler.git.error.GitException;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RemoteUnavailableException;
import dev.reconciler.git.remote.fetch.CloneFetch;
import dev.reconciler.git.remote.fetch.ConnectivityCheck;
import dev.reconciler.git.remote.fetch.FetchMarker;
import dev.reconciler.git.remote.fetch.FetchedCommit;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.remote.transport.RemoteUrls;
import dev.reconciler.git.remote.transport.SecretScrubber;
import dev.reconciler.git.remote.transport.TransportOpener;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.RefSpec;
import org.jspecify.annotations.Nullable;

/**
 * The remote of a data repository: read and pushed to, whatever the transport.
 *
 * <p>No method holds the repository's lock or moves a local ref. Errors are {@link dev.reconciler.git.error.GitException}s,
 * free of secrets.
 */
public final class GitRemote {
    private static final String CONFLICTS = "refs/heads/conflicts/";

    /** How long a remote is asked, after the end of a push that it did not answer, whether it took it. */
    private static final Duration LAST_LOOK = Duration.ofMillis(1_500);

    private final RepositorySettings settings;
    private final TransportOpener transports;
    private final RemoteSessions sessions;
    private final String name;
    private final RemoteErrors errors;

    /** @throws RefusedException of type Configuration if the URL is of a kind that is not allowed */
    public GitRemote(RepositorySettings settings) {
        this.settings = settings;
        this.transports = new TransportOpener(settings);
        this.name = RemoteUrls.withoutSecrets(settings.remoteUrl());
        this.sessions = new RemoteSessions(transports);
        this.errors = new RemoteErrors(name, SecretScrubber.of(settings));
    }

    /** The remote branch, asked for without a repository. */
    public ObjectId peek(Deadline deadline) {
        Deadline soon = deadline.atMost(Deadline.ANSWER_LIMIT);
        return errors.sortErrorsOf(() -> soon.with(
                name, () -> sessions.open(null, soon, branchOnly()), session -> findBranch(session.connection())
                        .getObjectId()));
    }

    /**
     * What the remote holds.
     *
     * @param local null where it is asked without a repository
     * @throws RefusedException of type BranchMissing if it has no such branch
     */
    public AdvertisedRefs advertise(@Nullable Repository local, Deadline deadline) {
        Deadline soon = deadline.atMost(Deadline.ANSWER_LIMIT);
        return errors.sortErrorsOf(() -> soon.with(
                name,
                () -> sessions.open(local, soon, branchOnly(), CONFLICTS),
                session -> new AdvertisedRefs(
                        findBranch(session.connection()).getObjectId(), collectConflicts(session.connection()))));
    }

    /**
     * Looks at the remote branch, and fetches its objects where local is elsewhere and does not have them. Adds objects
     * only: no ref, no FETCH_HEAD; configured refspecs are not looked at.
     */
    public FetchedCommit fetch(Repository local, ObjectId localBranch, Deadline deadline) {
        return errors.sortErrorsOf(
                () -> deadline.with(name, () -> sessions.open(local, deadline, branchOnly()), session -> {
                    Ref branch = findBranch(session.connection());
                    if (branch.getObjectId().equals(localBranch)
                            || ConnectivityCheck.isWhole(local, branch.getObjectId())) {
                        return FetchedCommit.alreadyHere(branch.getObjectId());
                    }
                    return receiveObjects(local, session.connection(), branch);
                }));
    }

    /** Fetches every branch and tag into a clone that is being made. */
    public void fetchEverything(Repository clone, Deadline deadline) {
        List<RefSpec> everything = List.of(
                new RefSpec("+refs/heads/*:refs/remotes/" + settings.remoteName() + "/*"),
                new RefSpec("+refs/tags/*:refs/tags/*"));
        errors.sortErrorsOf(() -> deadline.with(name, () -> sessions.open(clone, deadline, everything), session -> {
            CloneFetch fetch = new CloneFetch(clone, everything);
            fetch.run(session.connection());
            return fetch;
        }));
    }

    /**
     * Makes a shallow repository whole.
     *
     * @throws RefusedException of type Unsupported if the remote does not have what is missing
     */
    public void deepen(DataRepository repository, Deadline deadline) {
        Repository git = repository.git();
        errors.sortErrorsOf(
                () -> deadline.with(name, () -> sessions.openDeepening(git, deadline, branchOnly()), session -> {
                    receiveObjects(git, session.connection(), findBranch(session.connection()))
                            .close();
                    return session;
                }));
        checkDeepened(repository);
    }

    private void checkDeepened(DataRepository repository) {
        Set<ObjectId> boundary =
                errors.sortErrorsOf(() -> repository.git().getObjectDatabase().getShallowCommits());
        if (!boundary.isEmpty()) {
            throw new RefusedException(
                    ErrorType.UNSUPPORTED,
                    settings.path() + " is a shallow clone, and " + name
                            + " does not have what is missing; move it away, and the next run makes a whole one");
        }
    }

    /**
     * Pushes one ref, unforced, and reads it back.
     *
     * @param expected what the remote ref holds; the zero id: it does not exist
     * @return DONE also where the remote holds {@code next} already
     */
    public PushResult push(Repository local, String ref, ObjectId expected, ObjectId next, Deadline deadline) {
        PushResult result;
        try {
            result = errors.sortErrorsOf(() -> sendPush(local, ref, expected, next, deadline));
        } catch (RemoteUnavailableException unanswered) {
            if (hasTakenPush(local, ref, next)) {
                return PushResult.DONE;
            }
            throw unanswered;
        }
        return result == PushResult.DONE ? readBack(local, ref, expected, deadline) : result;
    }

    private PushResult sendPush(Repository local, String ref, ObjectId expected, ObjectId next, Deadline deadline)
            throws IOException {
        deadline.call(name, () -> {
            transports.checkPush(ref);
            ConnectivityCheck.checkBeforePush(local, next, expected);
            return ref;
        });
        return deadline.with(name, () -> transports.open(local, deadline), transport -> new RefPush(
                        transport, local, name, SecretScrubber.of(settings))
                .run(ref, expected, next));
    }

    // A push whose answer was lost, or came too late, is a push.
    private boolean hasTakenPush(Repository local, String ref, ObjectId next) {
        try {
            return readRemoteRef(local, ref, Deadline.in(LAST_LOOK)).equals(next);
        } catch (GitException away) {
            return false;
        }
    }

    // Whoever says that it took a push and shows the old commit afterwards is a stale replica, or lies.
    private PushResult readBack(Repository local, String ref, ObjectId expected, Deadline deadline) {
        if (readRemoteRef(local, ref, deadline.atMost(Deadline.ANSWER_LIMIT)).equals(expected)) {
            throw new RemoteUnavailableException(name + " said that it took " + ref + " and does not show it");
        }
        return PushResult.DONE;
    }

    private ObjectId readRemoteRef(Repository local, String ref, Deadline deadline) {
        List<RefSpec> only = List.of(new RefSpec(ref));
        return errors.sortErrorsOf(() -> deadline.with(name, () -> sessions.open(local, deadline, only), session -> {
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
            if (ref.getName().startsWith(CONFLICTS) && id != null) {
                conflicts.put(ref.getName(), id);
            }
        }
        return conflicts;
    }

    private static FetchedCommit receiveObjects(Repository local, FetchConnection connection, Ref branch)
            throws IOException {
        FetchMarker note = FetchMarker.begin(local);
        try {
            connection.setPackLockMessage(note.message());
            connection.fetch(NullProgressMonitor.INSTANCE, List.of(branch), Set.of());
        } catch (IOException | RuntimeException failed) {
            note.close();
            throw failed;
        }
        FetchedCommit fetched =
                FetchedCommit.received(branch.getObjectId(), List.copyOf(connection.getPackLocks()), note);
        try {
            checkReceived(local, branch);
            return fetched;
        } catch (IOException | RuntimeException failed) {
            fetched.close();
            throw failed;
        }
    }

    private static void checkReceived(Repository local, Ref branch) throws IOException {
        if (!ConnectivityCheck.isWhole(local, branch.getObjectId())) {
            throw new RefusedException(
                    ErrorType.REPOSITORY_CORRUPT,
                    branch.getObjectId().name() + " was fetched, and something that it needs is missing; git fsck, here"
                            + " and there, tells more");
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("came too late: nobody waits for it any more");
        }
    }
}
