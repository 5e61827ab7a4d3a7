package dev.reconciler.git.repository;

import dev.reconciler.model.BranchName;
import org.eclipse.jgit.lib.ObjectId;

/**
 * The names of the refs that belong to one branch of a data repository.
 *
 * @param branch the branch itself
 * @param tracking the remote-tracking branch, read and written literally, whatever the configured refspecs say
 * @param space the beginning of the names of our own refs of this branch; ends with a slash
 * @param twins the notes that say which commit was replayed as which; below {@code refs/notes/}, where git looks for
 *     notes
 */
public record RefNames(String branch, String tracking, String space, String twins) {
    /** The beginning of the names of refs that keep what a pass leaves on no branch; ends with a slash. */
    public static final String REWOUND = "refs/rewound/";

    /** The beginning of the names of all other refs of ours; ends with a slash. */
    public static final String OURS = "refs/reconciler/";

    /** The names for a branch. */
    public static RefNames of(BranchName branch, String remoteName) {
        return new RefNames(
                branch.ref(),
                "refs/remotes/" + remoteName + "/" + branch.value(),
                OURS + escape(branch.value()) + "/",
                "refs/notes/reconciler/" + escape(branch.value()));
    }

    /** The ref of the last commit that both sides were seen to hold. */
    public String agreed() {
        return space + "agreed";
    }

    /**
     * The beginning of the names of the refs of those commits that the remote was read to hold since the last agreement;
     * ends with a slash.
     */
    public String remoteTips() {
        return space + "seen/";
    }

    /** The ref of one of those commits. */
    public String remoteTip(ObjectId commit) {
        return remoteTips() + commit.name();
    }

    /**
     * The beginning of the names of the refs of what the remote has dropped while conflict branches were open; ends with a
     * slash.
     */
    public String dropped() {
        return space + "dropped/";
    }

    /** The ref of one of those commits. */
    public String dropped(ObjectId commit) {
        return dropped() + commit.name();
    }

    /** The ref of the tip of a replay that no branch holds yet. */
    public String replayed() {
        return space + "replayed";
    }

    /** The beginning of the names of the refs of what was put on conflict branches; ends with a slash. */
    public String escaped() {
        return space + "escaped/";
    }

    /**
     * The beginning of the names of the refs of what persons have made of conflict branches, until a run has pushed it; ends
     * with a slash.
     */
    public String edits() {
        return space + "edited/";
    }

    /** The ref of what a person has made of a conflict branch that held the commit. */
    public String edited(ObjectId conflict) {
        return edits() + conflict.name();
    }

    /**
     * Makes one path segment of a branch's name, so that the refs of each branch have a folder of their own. With a plain
     * name, the ref {@code a/agreed} of a branch {@code a} would be a file where a branch {@code a/agreed} needs a folder.
     */
    public static String escape(String branch) {
        return branch.replace("%", "%25").replace("/", "%2F");
    }

    /** The branch's name of which {@link #escape} made the segment. */
    public static String unescape(String segment) {
        return segment.replace("%2F", "/").replace("%25", "%");
    }
}
