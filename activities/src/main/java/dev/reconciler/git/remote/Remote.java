package dev.reconciler.git.remote;

import dev.reconciler.git.DataRepository;
import dev.reconciler.git.RefusedException;
import dev.reconciler.git.RemoteUnavailableException;
import dev.reconciler.git.RemoteUrls;
import dev.reconciler.git.RepositorySettings;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.PackLock;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.Transport;

/**
 * The remote of a data repository: read and pushed to, whatever the transport.
 *
 * <p>No method holds the repository's lock or moves a local ref. Errors are {@link dev.reconciler.git.GitException}s,
 * free of secrets.
 */
public final class Remote {
    private static final String CONFLICTS = "refs/heads/conflicts/";

    private final RepositorySettings settings;
    private final Transports transports;
    private final String name;
    private final RemoteErrors errors;

    /** @throws RefusedException of type Configuration if the URL is of a kind that is not allowed */
    public Remote(RepositorySettings settings) {
        this.settings = settings;
        this.transports = new Transports(settings);
        this.name = RemoteUrls.withoutSecrets(settings.remoteUrl());
        this.errors = new RemoteErrors(name, Scrubber.of(settings));
    }

    /** The remote branch, asked for without a repository. */
    public ObjectId peek(Deadline deadline) {
        return errors.sorted(() -> deadline.call(name, () -> {
            try (Transport transport = transports.open(null, deadline);
                    FetchConnection connection = connect(transport)) {
                return branch(connection).getObjectId();
            }
        }));
    }

    /**
     * What the remote holds.
     *
     * @throws RefusedException of type BranchMissing if it has no such branch
     */
    public Advertised advertise(Repository local, Deadline deadline) {
        return errors.sorted(() -> deadline.call(name, () -> {
            try (Transport transport = transports.open(local, deadline);
                    FetchConnection connection = connect(transport, CONFLICTS)) {
                return new Advertised(branch(connection).getObjectId(), conflicts(connection));
            }
        }));
    }

    /**
     * Looks at the remote branch, and fetches its objects where local is elsewhere and does not have them. Adds objects
     * only: no ref, no FETCH_HEAD; configured refspecs are not looked at.
     */
    public Fetched fetch(Repository local, ObjectId localBranch, Deadline deadline) {
        return errors.sorted(() -> deadline.call(name, () -> {
            try (Transport transport = transports.open(local, deadline);
                    FetchConnection connection = connect(transport)) {
                Ref branch = branch(connection);
                if (branch.getObjectId().equals(localBranch) || Connectivity.isWhole(local, branch.getObjectId())) {
                    return new Fetched(branch.getObjectId(), List.of());
                }
                return receive(local, connection, branch);
            }
        }));
    }

    /** Fetches every branch and tag into a clone that is being made. */
    public void fetchEverything(Repository clone, Deadline deadline) {
        errors.sorted(() -> deadline.call(name, () -> {
            try (Transport transport = transports.open(clone, deadline)) {
                return transport.fetch(
                        NullProgressMonitor.INSTANCE,
                        List.of(
                                new RefSpec("+refs/heads/*:refs/remotes/" + settings.remoteName() + "/*"),
                                new RefSpec("+refs/tags/*:refs/tags/*")));
            }
        }));
    }

    /**
     * Makes a shallow repository whole.
     *
     * @throws RefusedException of type Unsupported if the remote does not have what is missing
     */
    public void deepen(DataRepository repository, Deadline deadline) {
        errors.sorted(() -> deadline.call(name, () -> {
            try (Transport transport = transports.open(repository.git(), deadline)) {
                transport.setDepth(Integer.MAX_VALUE);
                try (FetchConnection connection = connect(transport)) {
                    receive(repository.git(), connection, branch(connection)).close();
                }
                return settings;
            }
        }));
        checkWhole(repository);
    }

    private void checkWhole(DataRepository repository) {
        Set<ObjectId> boundary =
                errors.sorted(() -> repository.git().getObjectDatabase().getShallowCommits());
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
        PushResult result = errors.sorted(() -> deadline.call(name, () -> {
            try (Transport transport = transports.open(local, deadline)) {
                return new Push(transport, local, name, Scrubber.of(settings)).run(ref, expected, next);
            }
        }));
        return result == PushResult.DONE ? readBack(local, ref, expected, deadline) : result;
    }

    // Whoever says that it took a push and shows the old commit afterwards is a stale replica, or lies.
    private PushResult readBack(Repository local, String ref, ObjectId expected, Deadline deadline) {
        ObjectId held = errors.sorted(() -> deadline.call(name, () -> {
            try (Transport transport = transports.open(local, deadline);
                    FetchConnection connection = transport.openFetch(List.of(new RefSpec(ref)))) {
                Ref there = connection.getRef(ref);
                return there == null ? ObjectId.zeroId() : there.getObjectId();
            }
        }));
        if (held.equals(expected)) {
            throw new RemoteUnavailableException(name + " said that it took " + ref + " and does not show it");
        }
        return PushResult.DONE;
    }

    private FetchConnection connect(Transport transport, String... prefixes) throws IOException {
        return transport.openFetch(List.of(new RefSpec(settings.branch().ref())), prefixes);
    }

    private Ref branch(FetchConnection connection) {
        Ref ref = connection.getRef(settings.branch().ref());
        if (ref == null || ref.getObjectId() == null) {
            throw new RefusedException(
                    ErrorType.BRANCH_MISSING,
                    name + " has no branch " + settings.branch() + "; push it there, or correct `branch`");
        }
        return ref;
    }

    private static Map<String, ObjectId> conflicts(FetchConnection connection) {
        Map<String, ObjectId> conflicts = new TreeMap<>();
        for (Ref ref : connection.getRefs()) {
            ObjectId id = ref.getObjectId();
            if (ref.getName().startsWith(CONFLICTS) && id != null) {
                conflicts.put(ref.getName(), id);
            }
        }
        return conflicts;
    }

    private static Fetched receive(Repository local, FetchConnection connection, Ref branch) throws IOException {
        try (FetchNote note = FetchNote.begin(local)) {
            connection.setPackLockMessage(note.message());
            connection.fetch(NullProgressMonitor.INSTANCE, List.of(branch), Set.of());
            List<PackLock> packs = new ArrayList<>(connection.getPackLocks());
            Fetched fetched = new Fetched(branch.getObjectId(), packs);
            if (!Connectivity.isWhole(local, branch.getObjectId())) {
                fetched.close();
                throw new IOException("the remote sent a history with holes");
            }
            return fetched;
        }
    }
}
