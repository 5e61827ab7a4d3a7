package dev.reconciler.git.step;

import dev.reconciler.contract.Classification;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.history.Ancestry;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.history.HistoryComparison;
import dev.reconciler.git.remote.transport.RemoteUrls;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.git.state.SharedHistory;
import dev.reconciler.model.Divergence;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Says how local and remote differ, in the light of what both sides were seen to hold. Changes nothing.
 *
 * <p>Letters: local is A-b-c, the remote A-d. With b never seen on the remote, b and c are own commits and the two have
 * diverged. With b once seen on both sides, the remote has dropped b: it was rewritten, and only c is an own commit.
 */
public final class ClassifyStep {

    /**
     * Compares the two commits.
     *
     * @throws RefusedException of type UnrelatedHistories if there is no common ancestor and no rewrite that explains
     *     it, or if the remote is another repository now
     * @throws RepositoryBusyException if the branch has left {@code local} meanwhile
     */
    public Classification run(DataRepository repository, ObjectId local, ObjectId remote) throws IOException {
        SharedHistory shared = new SharedHistory(repository);
        refuseOtherRepository(repository, shared, remote);
        HistoryComparison history = shared.compare(local, remote);
        ObjectId base = history.mergeBase();
        // Without a common ancestor it is a rewrite only where the remote is known to have held what it dropped.
        if (base == null && (history.dropped().isEmpty() || !isKnownRemote(repository, shared))) {
            throw newUnrelatedHistoriesError(repository.settings(), local, remote);
        }
        return new Classification(
                chooseDivergence(history),
                history.ahead(),
                history.behind(),
                history.own().size(),
                history.dropped().size(),
                base == null ? null : CommitIds.of(base));
    }

    private static Divergence chooseDivergence(HistoryComparison history) {
        // Dropped commits decide before the numbers do: a remote that was reset to an ancestor of local looks as if
        // local were ahead, and a push would bring the dropped commits back.
        if (!history.dropped().isEmpty()) {
            return Divergence.REWOUND;
        }
        if (history.ahead() == 0) {
            return history.behind() == 0 ? Divergence.UP_TO_DATE : Divergence.BEHIND;
        }
        return history.behind() == 0 ? Divergence.AHEAD : Divergence.DIVERGED;
    }

    // A tracking branch that the application's own git has written tells of a rewrite only if it is of this very
    // remote.
    private static boolean isKnownRemote(DataRepository repository, SharedHistory shared) throws IOException {
        String url = RemoteUrls.withoutSecrets(repository.settings().remoteUrl());
        return shared.agreedUrl().filter(known -> RemoteUrls.isSame(known, url)).isPresent();
    }

    // Another repository behind a new URL looks just like a rewrite of the old one. A repository that has only moved
    // still holds the commit that both sides last held.
    private static void refuseOtherRepository(DataRepository repository, SharedHistory shared, ObjectId remote)
            throws IOException {
        String url = RemoteUrls.withoutSecrets(repository.settings().remoteUrl());
        Optional<String> before = shared.agreedUrl().filter(known -> !RemoteUrls.isSame(known, url));
        Optional<ObjectId> agreed = shared.agreed();
        if (before.isPresent() && agreed.isPresent() && !Ancestry.contains(repository.git(), remote, agreed.get())) {
            throw new RefusedException(
                    ErrorType.UNRELATED_HISTORIES,
                    repository.settings().path() + ": the remote was " + before.get() + " and is now " + url
                            + ", which does not have the commit " + agreed.get().name()
                            + " that both sides last held; correct `remote`, or move the clone away to make a new one");
        }
    }

    private static RefusedException newUnrelatedHistoriesError(
            RepositorySettings settings, ObjectId local, ObjectId remote) {
        return new RefusedException(
                ErrorType.UNRELATED_HISTORIES,
                settings.path() + ": branch " + settings.branch() + " ("
                        + CommitIds.of(local).abbreviated()
                        + ") and that of " + RemoteUrls.withoutSecrets(settings.remoteUrl()) + " ("
                        + CommitIds.of(remote).abbreviated()
                        + ") have no common ancestor; correct `remote` or `branch`, or join the two by hand");
    }
}
