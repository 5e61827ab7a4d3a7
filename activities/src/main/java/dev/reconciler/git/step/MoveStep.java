package dev.reconciler.git.step;

import dev.reconciler.contract.MoveAnswer;
import dev.reconciler.contract.MoveRequest;
import dev.reconciler.git.checkout.BranchMover;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.state.ReloadNote;
import dev.reconciler.git.state.RewoundRefs;
import dev.reconciler.model.UtcName;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Moves the local branch, by compare-and-swap, keeping what would be on no branch afterwards.
 *
 * <p>Each try is a {@link MoveAttempt}. Where the application has committed since the decision, a {@link CatchUpReplay}
 * takes its new commits along, and the step tries again.
 */
public final class MoveStep {
    // An application that never stops committing would keep the step busy for good. After this many rounds the workflow
    // decides anew, with a fetch.
    private static final int CATCH_UPS = 20;

    private final boolean tellsApplication;

    /** @param tellsApplication whether the application wants to be told of moves */
    public MoveStep(boolean tellsApplication) {
        this.tellsApplication = tellsApplication;
    }

    /**
     * Moves as the request says. A repeated step finds the branch moved already, and answers with the target.
     *
     * @return {@link MoveAnswer.MoveStatus#MOVED} where the application was faster and its commits can't be taken along
     */
    public MoveAnswer run(DataRepository repository, MoveRequest request) throws IOException {
        MoveAttempt attempt = new MoveAttempt(repository, request, tellsApplication);
        CatchUpReplay catchUp = new CatchUpReplay(repository, request.replayedAt());
        ObjectId from = CommitIds.of(request.from());
        ObjectId to = CommitIds.of(request.to());
        for (int round = 0; round <= CATCH_UPS; round++) {
            Optional<MoveAnswer> answer = attempt.tryMove(from, to);
            if (answer.isPresent()) {
                return answer.get();
            }
            // Example: the decision was to move from A-a to B-a', the replay of a on the remote's B. The application
            // has committed b since, so the branch is at A-a-b. The replay of b makes B-a'-b': the next try moves
            // there, and expects the branch at A-a-b.
            ObjectId now = repository.local();
            Optional<ObjectId> further = catchUp.replayOnto(to, from, now);
            if (further.isEmpty()) {
                return answerMoved(repository);
            }
            from = now;
            to = further.get();
        }
        return answerMoved(repository);
    }

    /** The full name of the ref that keeps what the branch held before; null where there is none. */
    public static @Nullable String findKept(DataRepository repository, MoveRequest request) throws IOException {
        return request.keep() == null
                ? null
                : new RewoundRefs(repository)
                        .findRef(CommitIds.of(request.from()))
                        .orElse(null);
    }

    /** Says what {@link #run} would do, without doing it. */
    public MoveAnswer plan(DataRepository repository, MoveRequest request) throws IOException {
        ObjectId from = CommitIds.of(request.from());
        if (!repository.local().equals(from)) {
            return answerMoved(repository);
        }
        new BranchMover(repository).check(from, CommitIds.of(request.to()));
        UtcName keep = request.keep();
        String kept = keep == null ? null : new RewoundRefs(repository).chooseName(keep, from);
        return new MoveAnswer(MoveAnswer.MoveStatus.DONE, request.to(), kept, false);
    }

    private static MoveAnswer answerMoved(DataRepository repository) throws IOException {
        boolean owed = new ReloadNote(repository).isOwed();
        return new MoveAnswer(MoveAnswer.MoveStatus.MOVED, CommitIds.of(repository.local()), null, owed);
    }
}
