package dev.reconciler.workflow.outcome;

/** The sentences about what a pass could not do, each with what follows from it. */
public final class EndMessages {
    private EndMessages() {}

    /** Other writers pushed between each look at the remote and the push after it. */
    public static String describeLostRaces(String branch, int times) {
        return "lost the race for " + branch + " " + times
                + " times: others push to it all the time; nothing is undone, the next run continues";
    }

    /** The application committed between each look at the local branch and the move after it. */
    public static String describeBusyApplication(String branch, int times) {
        return "the application keeps committing: " + branch + " moved " + times
                + " times while the run was at work; pause the application for a moment, or start the run again";
    }

    /** No two looks at the remote found the same rewritten history. */
    public static String describeChangingRemote(String branch, int times) {
        return "the remote showed another history of " + branch + " at each of " + times
                + " looks; nothing was moved, the next run looks again";
    }

    /** @param didSomething whether the run has finished what an earlier one was stopped in */
    public static String describeFailedFetch(String error, boolean didSomething) {
        return "the remote could not be read: " + error + "; nothing " + (didSomething ? "else " : "")
                + "was changed, the next run tries again (start one once the remote is back)";
    }

    public static String describeFailedPush(String error) {
        return "the remote did not take the push: " + error
                + "; nothing is undone, the next run pushes (start one once the remote is back)";
    }

    /** What a person has decided is done, or nothing of it was wanted, and the conflict branch is still there. */
    public static String describeLeftConflict(String error) {
        return "the conflict branch was not removed: " + error
                + "; nothing is undone, decide once more once the remote is back";
    }

    /** The host was too busy, or was stopped, in the middle of a step that it does alone. */
    public static String describeUnfinishedStep(String error) {
        return "the host did not come to an end: " + error
                + "; nothing is lost, the next run continues (start one once the host has less to do)";
    }

    /**
     * The commits that conflict could not be put on the remote, and no waiting helps.
     *
     * @param detail which commit and paths conflict; may be empty
     */
    public static String describeRefusedEscape(int commits, String detail, String error) {
        return ActionReports.formatConflict(commits, detail) + " could not be put on the remote: " + error;
    }

    /** The remote has not confirmed that it holds the conflict branch. */
    public static String describeFailedEscape(String error) {
        return "the conflict is not yet preserved; nothing was moved: " + error
                + "; the next run tries again (start one once the remote is back)";
    }

    /** The remote holds the conflict branch, but the local branch has not followed the remote. */
    public static String describeUnfinishedEscape(String error, String conflictBranch) {
        return "the conflict is preserved on " + conflictBranch + ", but local was not moved yet: " + error
                + "; the next run continues (start one once the remote is back)";
    }
}
