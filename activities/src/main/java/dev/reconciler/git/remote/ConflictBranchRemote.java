package dev.reconciler.git.remote;

import dev.reconciler.git.error.GitException;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RemoteUnavailableException;
import dev.reconciler.git.remote.fetch.BranchFetch;
import dev.reconciler.git.remote.fetch.ConnectivityCheck;
import dev.reconciler.git.remote.fetch.FetchedCommit;
import dev.reconciler.git.remote.fetch.ReceivedObjectChecker;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.remote.transport.RemoteUrls;
import dev.reconciler.git.remote.transport.TransportOpener;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.git.secret.SecretScrubber;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.ConflictName;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.RefSpec;

/**
 * One conflict branch at a time, on the remote of a data repository: its commits are fetched, and it is deleted. The rules
 * of {@link GitRemote} hold here too.
 */
public final class ConflictBranchRemote {
    private final TransportOpener transports;
    private final RemoteSessions sessions;
    private final SecretScrubber scrubber;
    private final String name;
    private final RemoteCalls calls;

    /** @throws RefusedException of type Configuration if the URL is of a kind that is not allowed */
    public ConflictBranchRemote(RepositorySettings settings) {
        this.transports = new TransportOpener(settings);
        this.sessions = new RemoteSessions(transports);
        this.scrubber = SecretScrubber.of(settings);
        this.name = RemoteUrls.withoutSecrets(settings.remoteUrl());
        this.calls = new RemoteCalls(transports, new RemoteErrors(name, scrubber));
    }

    /**
     * Fetches the branch's objects where the local repository lacks them. Adds objects only.
     *
     * @return keeps the objects from garbage collection until it is closed; empty where the remote has no such branch, or
     *     it is none of a conflict
     */
    public Optional<FetchedCommit> fetch(Repository local, BranchName conflict, Deadline deadline) {
        // A case that an earlier version opened of such a branch ends by this, and the branch stays.
        if (ConflictName.ofRef(conflict.ref()).isEmpty()) {
            return Optional.empty();
        }
        List<RefSpec> only = List.of(new RefSpec(conflict.ref()));
        return calls.run(
                local,
                () -> deadline.with(name, () -> sessions.open(local, deadline, only), session -> {
                    Ref branch = session.connection().getRef(conflict.ref());
                    if (branch == null || branch.getObjectId() == null) {
                        return Optional.empty();
                    }
                    ReceivedObjectChecker checker = session.checkObjects(local);
                    return Optional.of(
                            ConnectivityCheck.isWhole(local, branch.getObjectId(), checker)
                                    ? FetchedCommit.alreadyHere(branch.getObjectId())
                                    : new BranchFetch(local, checker).run(session.connection(), branch));
                }));
    }

    /**
     * Deletes the branch, if it holds that commit. An answer that is lost is no error where the branch is gone.
     *
     * @return MOVED where the branch holds another commit
     * @throws RefusedException of type PushRejected if the remote does not let this login delete it
     * @throws RemoteUnavailableException if the remote did not delete it, as far as it says
     */
    public PushResult delete(Repository local, BranchName conflict, ObjectId expected, Deadline deadline) {
        try {
            PushResult result = calls.run(
                    local,
                    () -> deadline.with(name, () -> transports.openPush(local, deadline), transport -> new RefPush(
                                    transport, local, name, scrubber)
                            .run(conflict.ref(), expected, ObjectId.zeroId())));
            // Somebody else may have deleted it at the same moment.
            return result == PushResult.MOVED && isGone(local, conflict) ? PushResult.DONE : result;
        } catch (RemoteUnavailableException unanswered) {
            if (isGone(local, conflict)) {
                return PushResult.DONE;
            }
            throw unanswered;
        }
    }

    private boolean isGone(Repository local, BranchName conflict) {
        List<RefSpec> only = List.of(new RefSpec(conflict.ref()));
        Deadline soon = Deadline.in(GitRemote.LAST_LOOK);
        try {
            return calls.run(
                    local,
                    () -> soon.with(
                            name,
                            () -> sessions.open(local, soon, only),
                            session -> session.connection().getRef(conflict.ref()) == null));
        } catch (GitException away) {
            return false;
        }
    }
}
