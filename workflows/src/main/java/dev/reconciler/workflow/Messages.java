package dev.reconciler.workflow;

import dev.reconciler.contract.Classification;
import dev.reconciler.contract.RemoteState;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.Outcome;

/** What a run tells people: short sentences, in the past tense, or in the conditional where it only looked. */
final class Messages {
    private final boolean planned;

    Messages(boolean planned) {
        this.planned = planned;
    }

    static Deed agree() {
        return new Deed(Outcome.IN_SYNC, "local and remote agree");
    }

    /** What an earlier run was killed in. */
    static Deed finished(Outcome outcome, CommitId from, RemoteState found) {
        CommitId now = found.local() == null ? found.remote() : found.local();
        return new Deed(
                outcome,
                "finished a move from " + from.abbreviated() + " to " + now.abbreviated()
                        + " that an earlier run was stopped in");
    }

    Deed cloned(CommitId remote) {
        return new Deed(Outcome.FAST_FORWARDED, verb("cloned", "clone") + " the remote at " + remote.abbreviated());
    }

    Deed fastForwarded(int commits, CommitId remote) {
        return new Deed(
                Outcome.FAST_FORWARDED,
                verb("moved", "move") + " forward by " + count(commits) + " to " + remote.abbreviated());
    }

    Deed pushed(int commits) {
        return new Deed(Outcome.PUSHED_AHEAD, verb("pushed", "push") + " " + count(commits));
    }

    Deed replayed(int commits, CommitId onto) {
        String text = commits == 0
                ? "the local commits are on the remote already; " + verb("followed", "follow") + " it to "
                : verb("replayed", "replay") + " " + count(commits) + " on ";
        return new Deed(Outcome.REBASED, text + onto.abbreviated());
    }

    Deed rewound(Classification found, CommitId remote) {
        return new Deed(
                Outcome.REWOUND,
                "the remote dropped " + count(found.dropped()) + "; " + verb("followed", "follow") + " it to "
                        + remote.abbreviated());
    }

    Deed escaped(int commits, String detail, String branch) {
        return new Deed(
                Outcome.CONFLICT_ESCAPED,
                verb("put", "put") + " " + conflicting(commits, detail) + " on " + branch + " and "
                        + verb("followed", "follow") + " the remote");
    }

    /** A conflict whose commits can't be told from the dropped ones: it must not go to the remote. */
    Deed keptOnly(int commits, String detail) {
        return new Deed(
                Outcome.CONFLICT_ESCAPED,
                verb("kept", "keep") + " " + conflicting(commits, detail) + " in the local repository only and "
                        + verb("followed", "follow") + " the rewritten remote");
    }

    static String lostTheRace(String branch, int times) {
        return "lost the race for " + branch + " " + times
                + " times: others push to it all the time; nothing is undone, the next run continues";
    }

    static String keepsCommitting(String branch, int times) {
        return "the application keeps committing: " + branch + " moved " + times
                + " times while the run was at work; pause the application for a moment, or start the run again";
    }

    static String keepsChanging(String branch, int times) {
        return "the remote showed another history of " + branch + " at each of " + times
                + " looks; nothing was moved, the next run looks again";
    }

    static String fetchFailed(String error) {
        return "the remote could not be read: " + error
                + "; nothing was changed, the next run tries again (start one once the remote is back)";
    }

    static String pushFailed(String error) {
        return "the remote did not take the push: " + error
                + "; nothing is undone, the next run pushes (start one once the remote is back)";
    }

    static String escapeFailed(String error) {
        return "the conflict is not yet preserved; nothing was moved: " + error
                + "; the next run tries again (start one once the remote is back)";
    }

    static String adoptFailed(String error, String branch) {
        return "the conflict is preserved on " + branch + ", but local was not moved yet: " + error
                + "; the next run continues (start one once the remote is back)";
    }

    static String count(int commits) {
        return commits == 1 ? "1 commit" : commits + " commits";
    }

    private static String conflicting(int commits, String detail) {
        String verb = commits == 1 ? " that conflicts" : " that conflict";
        return count(commits) + verb + (detail.isEmpty() ? "" : " (" + detail + ")");
    }

    private String verb(String did, String would) {
        return planned ? "would " + would : did;
    }
}
