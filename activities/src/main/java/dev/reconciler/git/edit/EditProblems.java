package dev.reconciler.git.edit;

import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.contract.conflict.ConflictReasons;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.model.ErrorType;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** What people are told about a folder that can't be made or taken back. */
final class EditProblems {
    private static final int NAMED = 10;

    private EditProblems() {}

    static RefusedException newChangedError(PreservedConflict conflict) {
        return new RefusedException(
                ErrorType.BRANCH_MISSING,
                conflict.branch() + " on the remote does not hold "
                        + conflict.commit().abbreviated()
                        + " any more: somebody has pushed to it or has acted on the conflict first",
                ConflictReasons.MOVED,
                null);
    }

    /** The folder is not one that was made for a conflict, or has become something else. */
    static RefusedException newForeignError(Path folder, String what) {
        return new RefusedException(
                ErrorType.CONFIGURATION,
                folder + " " + what + " (expected: a folder that conflicts edit has made, with its .git in it)");
    }

    /** Whoever made the folder was killed, or is still at it. */
    static RefusedException newUnfinishedError(Path folder) {
        return new RefusedException(
                ErrorType.CONFIGURATION,
                folder
                        + " is half of a folder: the conflicts edit that began to make it was interrupted, or is at it still."
                        + " There is no work of yours in it yet: remove it, or name another folder");
    }

    /** The person is not at the end of it. */
    static RefusedException newUnresolvedError(String what) {
        return new RefusedException(ErrorType.WORK_TREE_DIRTY, what, ConflictReasons.UNRESOLVED, null);
    }

    static RefusedException newUnresolvedError(String what, List<String> paths, String todo) {
        return newUnresolvedError(what + ": " + namePaths(paths) + "; " + todo);
    }

    static String namePaths(List<String> paths) {
        String more = paths.size() > NAMED ? " and " + (paths.size() - NAMED) + " more" : "";
        return paths.stream().limit(NAMED).collect(Collectors.joining(", ")) + more;
    }
}
