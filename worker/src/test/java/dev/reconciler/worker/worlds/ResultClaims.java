package dev.reconciler.worker.worlds;

import dev.reconciler.model.CommitId;
import dev.reconciler.model.ErrorType;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/** Whether what a result says is true, where nothing happened in the middle of the run. */
final class ResultClaims {
    /** Ends that nothing that happens in these worlds explains. */
    private static final Set<ErrorType> DEFECTS =
            EnumSet.of(ErrorType.INTERNAL, ErrorType.CONFIGURATION, ErrorType.REPOSITORY_CORRUPT, ErrorType.DISK_ERROR);

    private final RunView before;
    private final RunView after;
    private final ReconcileResult result;

    private ResultClaims(RunView before, RunView after, ReconcileResult result) {
        this.before = before;
        this.after = after;
        this.result = result;
    }

    /** Nothing happened in the middle of it. */
    static void check(RunView before, RunView after, ReconcileResult result, Obstacles obstacles) {
        ResultClaims claims = new ResultClaims(before, after, result);
        claims.checkUntouched();
        claims.checkEnd(obstacles);
        claims.checkCommits();
        claims.checkOutcome();
        claims.checkFiles();
    }

    /** Something happened in the middle of it. */
    static void checkInterrupted(RunView before, RunView after, ReconcileResult result) {
        if (result.error() != null && DEFECTS.contains(result.error().type())) {
            throw new WorldViolation("it fails", result.toString());
        }
    }

    /** The disk or the network was in its way, in whatever part of it. */
    static void checkHindered(RunView before, RunView after, ReconcileResult result) {
        ResultClaims claims = new ResultClaims(before, after, result);
        claims.checkUntouched();
        claims.checkFiles();
        if (claims.isSettled()) {
            claims.checkCommits();
        }
        if (result.error() != null && result.error().type() != ErrorType.DISK_ERROR) {
            checkInterrupted(before, after, result);
        }
    }

    /** The remote could not be reached: nothing changes, but that a move of a killed run is finished. */
    static void checkAway(RunView before, RunView after, ReconcileResult result) {
        ResultClaims claims = new ResultClaims(before, after, result);
        if (!before.isHalfMoved()) {
            claims.require("branches", before.branches(), after.branches());
            claims.require("files", before.files(), after.files());
        }
        if (result.outcome() != Outcome.FETCH_FAILED && result.error() == null && !claims.isOfFinishedMove()) {
            throw new WorldViolation("no remote", result.toString());
        }
        if (result.error() == null) {
            claims.require("oldCommit", name(before.local()), text(result.oldCommit()));
            claims.require("newCommit", name(after.local()), text(result.newCommit()));
        }
        checkInterrupted(before, after, result);
    }

    /** A replay that was finished has to be pushed, and an escape is told whatever comes after it. */
    private boolean isOfFinishedMove() {
        return before.isHalfMoved()
                && (result.outcome() == Outcome.PUSH_FAILED || result.outcome() == Outcome.CONFLICT_ESCAPED);
    }

    /** Whatever became of the run: what was on no commit is still there. */
    static void checkContents(RunView before, RunView after, String result) {
        if (!before.contents().equals(after.contents())) {
            throw new WorldViolation(
                    "files of the application: expected " + before.contents() + ", found " + after.contents(), result);
        }
    }

    /** A plan changes nothing. */
    static void checkPlan(RunView before, RunView after, ReconcileResult result) {
        ResultClaims claims = new ResultClaims(before, after, result);
        claims.require("local refs", before.localRefs(), after.localRefs());
        claims.require("remote refs", before.remoteRefs(), after.remoteRefs());
        claims.require("files", before.files(), after.files());
        checkInterrupted(before, after, result);
    }

    private void checkUntouched() {
        require("refs of others in the clone", before.otherLocalRefs(), after.otherLocalRefs());
        require("refs of others in the remote", before.otherRemoteRefs(), after.otherRemoteRefs());
        require("HEAD", before.head(), after.head());
        for (Map.Entry<String, ObjectId> ref : before.preservedRefs().entrySet()) {
            require(ref.getKey(), ref.getValue(), after.preservedRefs().get(ref.getKey()));
        }
        long fresh = after.remoteRefs().keySet().stream()
                .filter(ref -> ref.startsWith("refs/heads/conflicts/")
                        && !before.remoteRefs().containsKey(ref))
                .count();
        require(
                "new conflict branches",
                result.conflictBranch() == null ? 0L : 1L,
                Math.max(fresh, result.conflictBranch() == null ? 0L : 1L));
    }

    private void checkEnd(Obstacles obstacles) {
        if (result.error() != null
                && !obstacles.failures().contains(result.error().type())) {
            throw new WorldViolation("it fails, with nothing but " + obstacles + " in its way", result.toString());
        }
        if (result.error() == null && !isSettled() && !obstacles.unsettled().contains(result.outcome())) {
            throw new WorldViolation("unsettled, with nothing but " + obstacles + " in its way", result.toString());
        }
    }

    private void checkCommits() {
        require("newCommit", name(after.local()), text(result.newCommit()));
        if (result.remoteCommit() != null) {
            require("remoteCommit", name(after.remote()), text(result.remoteCommit()));
        }
        if (isSettled()) {
            require("both sides agree", true, after.agrees());
            require("oldCommit", name(before.local()), text(result.oldCommit()));
            require("ahead", before.ahead(), result.ahead());
            require("behind", before.behind(), result.behind());
        }
        if (result.conflictBranch() != null) {
            require(
                    "the conflict branch is there",
                    true,
                    after.remoteRefs().containsKey("refs/heads/" + result.conflictBranch()));
        }
        if (result.keptRef() != null) {
            require("the kept ref is there", true, after.localRefs().containsKey(result.keptRef()));
        }
    }

    private void checkOutcome() {
        if (!isSettled()) {
            return;
        }
        Outcome outcome = result.outcome();
        require("in-sync", before.agrees(), outcome == Outcome.IN_SYNC);
        if (!before.agrees()) {
            require("fast-forwarded", before.ahead() == 0, outcome == Outcome.FAST_FORWARDED);
            if (before.behind() > 0 && before.ahead() > 0) {
                require("not pushed ahead", false, outcome == Outcome.PUSHED_AHEAD);
            }
        }
    }

    private void checkFiles() {
        // What was on no commit is still there, and nothing else is now on none.
        checkContents(before, after, result.toString());
        for (Map.Entry<String, String> file : after.files().entrySet()) {
            require("file " + file.getKey(), before.files().get(file.getKey()), file.getValue());
        }
        if (!isSettled() && Objects.equals(before.local(), after.local())) {
            require("files", before.files(), after.files());
        }
    }

    private boolean isSettled() {
        return switch (result.outcome()) {
            case IN_SYNC, FAST_FORWARDED, PUSHED_AHEAD, REBASED, REWOUND, CONFLICT_ESCAPED -> true;
            case FETCH_FAILED, PUSH_FAILED, FAILED -> false;
        };
    }

    private void require(String what, @Nullable Object expected, @Nullable Object found) {
        if (!Objects.equals(expected, found)) {
            throw new WorldViolation(what + ": expected " + expected + ", found " + found, result.toString());
        }
    }

    private static String name(@Nullable ObjectId id) {
        return id == null ? "none" : id.name();
    }

    private static String text(@Nullable CommitId id) {
        return Objects.requireNonNullElse(id == null ? null : id.toString(), "none");
    }
}
