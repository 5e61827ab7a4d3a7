package dev.reconciler.git.conflict;

import dev.reconciler.contract.PreserveRequest;
import dev.reconciler.git.history.CommitIds;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * The commits of an escape. Twins without what the remote dropped have the time of the run that made them: those of a killed
 * run are the same but for that.
 */
public final class EscapingCommits {
    private final Repository git;
    private final ObjectId commit;
    private final boolean isTwin;

    /** The commits that the request names. */
    public EscapingCommits(Repository git, PreserveRequest request) {
        this.git = git;
        this.commit = CommitIds.of(request.commit());
        this.isTwin = !request.commit().equals(request.local());
    }

    /** Whether a branch that holds that commit has them already. */
    public boolean areAt(ObjectId held) throws IOException {
        return held.equals(commit) || (isTwin && isSameButForTime(held));
    }

    private boolean isSameButForTime(ObjectId held) throws IOException {
        try (RevWalk walk = new RevWalk(git)) {
            ObjectId left = held;
            ObjectId right = commit;
            while (!left.equals(right)) {
                Optional<RevCommit> one = readCommit(walk, left);
                Optional<RevCommit> other = readCommit(walk, right);
                if (one.isEmpty() || other.isEmpty() || !isSameChange(one.get(), other.get())) {
                    return false;
                }
                left = one.get().getParent(0);
                right = other.get().getParent(0);
            }
            return true;
        }
    }

    private static boolean isSameChange(RevCommit one, RevCommit other) {
        return one.getParentCount() == 1
                && other.getParentCount() == 1
                && one.getTree().equals(other.getTree())
                && Objects.equals(one.getAuthorIdent(), other.getAuthorIdent())
                && one.getFullMessage().equals(other.getFullMessage());
    }

    // Another host's commits are on the remote only.
    private static Optional<RevCommit> readCommit(RevWalk walk, ObjectId id) throws IOException {
        try {
            return Optional.of(walk.parseCommit(id));
        } catch (MissingObjectException | IncorrectObjectTypeException elsewhere) {
            return Optional.empty();
        }
    }
}
