package dev.reconciler.contract;

import dev.reconciler.model.BranchName;
import dev.reconciler.model.CommitId;
import java.util.Map;

/**
 * A host with one repository and its remote, both at one commit: what a contract test does to them, and reads of them.
 */
public interface RepositoryFixture extends AutoCloseable {
    /** The activities of the host. */
    RepositoryActivities host();

    /** The activities of the same host while it can't reach the remote. */
    RepositoryActivities hostWithoutRemote();

    /** The activities of the same host where the application wants to be told of moves. */
    RepositoryActivities hostWithApplication();

    /** The repository and its branch. */
    RepositoryBranch target();

    /** The commit of the local branch. */
    CommitId local();

    /** The commit of the remote branch. */
    CommitId remote();

    /** The branches below {@code conflicts/} of the remote. */
    Map<BranchName, CommitId> conflicts();

    /** What each local ref below {@code refs/rewound/} holds. */
    Map<String, CommitId> kept();

    /** The application commits a change that conflicts with no other. */
    void commitLocally(String change);

    /** Another host commits a change that conflicts with no other, and pushes it. */
    void commitRemotely(String change);

    /** The application takes over, by itself, the newest change of the remote, which is here already. */
    void takeOverLocally(String newest);

    /** The application and another host change the same line. */
    void commitConflicting();

    /** The application merges two commits of its own, and resolves the merge by hand. */
    void commitMergeResolvedByHand();

    /** A person takes the newest change of the remote back, by a forced push. */
    void takeBackRemotely(String newest);

    /** A person puts another history in the place of the remote branch. */
    void replaceRemoteHistory();

    /** The application puts another history in the place of the local branch. */
    void replaceLocalHistory();

    /** The local repository goes away. */
    void removeClone();

    /** A person removes every conflict branch of the remote. */
    void removeConflicts();

    /** A person begins a merge in the work tree. */
    void beginMerge();

    /** A person has an uncommitted file where the remote's change would write one. */
    void putFileInTheWayOf(String change);

    /** The application answers the next call with an error. */
    void failNextReload();

    /** How often the application was told, and answered. */
    int reloads();

    @Override
    void close();
}
