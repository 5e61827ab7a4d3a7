package dev.reconciler.git.repository;

import dev.reconciler.model.BranchName;
import org.eclipse.jgit.lib.ObjectId;

/**
 * The names of the refs that belong to one branch of a data repository.
 *
 * @param branch the branch itself
 * @param tracking the remote-tracking branch, read and written literally, whatever the configured refspecs say
 * @param space where our own refs of this branch are; ends with a slash
 */
public record RefNames(String branch, String tracking, String space) {
    /** Where everything is kept that a pass leaves on no branch. */
    public static final String REWOUND = "refs/rewound/";

    /** Where refs of ours are. */
    public static final String OURS = "refs/reconciler/";

    /** The names for a branch. */
    public static RefNames of(BranchName branch, String remoteName) {
        return new RefNames(
                branch.ref(), "refs/remotes/" + remoteName + "/" + branch.value(), OURS + escape(branch.value()) + "/");
    }

    /** The last commit that both sides were seen to hold. */
    public String agreed() {
        return space + "agreed";
    }

    /** Where the commits are that the remote was read to hold since then. */
    public String remoteTips() {
        return space + "seen/";
    }

    /** One of those commits. */
    public String remoteTip(ObjectId commit) {
        return remoteTips() + commit.name();
    }

    /** The tip of a replay that no branch holds yet. */
    public String replayed() {
        return space + "replayed";
    }

    /** One path segment for a branch, so that {@code a} and {@code a/b} don't collide. */
    public static String escape(String branch) {
        return branch.replace("%", "%25").replace("/", "%2F");
    }
}
