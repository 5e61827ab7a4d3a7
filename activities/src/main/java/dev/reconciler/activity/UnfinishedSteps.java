package dev.reconciler.activity;

import dev.reconciler.activity.StepRunner.LocalStep;
import dev.reconciler.activity.StepRunner.OpeningStep;
import dev.reconciler.activity.StepRunner.RemoteStep;
import dev.reconciler.contract.FailureDetails;
import dev.reconciler.contract.FetchRequest;
import dev.reconciler.contract.MoveAnswer;
import dev.reconciler.contract.MoveRequest;
import dev.reconciler.contract.PushAnswer;
import dev.reconciler.contract.PushRequest;
import dev.reconciler.contract.RemoteState;
import dev.reconciler.git.conflict.ConflictWatch;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.step.FetchStep;
import dev.reconciler.git.step.MoveStep;
import dev.reconciler.git.step.PushStep;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Steps whose failures say what is done all the same. */
final class UnfinishedSteps {
    private UnfinishedSteps() {}

    /**
     * The fetch of an activity. All its attempts are made by one {@link FetchStep}, which remembers the move that one of
     * them has finished before it failed.
     */
    static final class FetchAttempts implements OpeningStep<RemoteState> {
        private final FetchRequest request;
        private final @Nullable ConflictWatch conflicts;
        private @Nullable FetchStep step;

        /** @param conflicts says what is new of them; null where the host keeps no cases */
        FetchAttempts(FetchRequest request, @Nullable ConflictWatch conflicts) {
            this.request = request;
            this.conflicts = conflicts;
        }

        @Override
        public RemoteState run(HostedRepository hosted, Deadline deadline) throws IOException {
            if (step == null) {
                step = new FetchStep(hosted.settings(), hosted.reload().isPresent(), conflicts, request.recovered());
            }
            return step.run(deadline);
        }

        @Override
        public FailureDetails addDone(DataRepository repository, FailureDetails failure, boolean endsRun)
                throws IOException {
            return step == null ? failure : step.addDone(repository, failure);
        }
    }

    /** A move of the branch, of which a failure says where the commits are that the branch held before. */
    record KeepingMove(MoveRequest request) implements LocalStep<MoveAnswer> {
        @Override
        public MoveAnswer run(HostedRepository hosted, DataRepository repository) throws IOException {
            return new MoveStep(hosted.reload().isPresent()).run(repository, request);
        }

        @Override
        public FailureDetails addDone(DataRepository repository, FailureDetails failure, boolean endsRun)
                throws IOException {
            return endsRun ? failure.withKeptRef(MoveStep.findKept(repository, request)) : failure;
        }
    }

    /** A push that keeps what the run has replayed, where it fails for good. */
    record KeepingPush(PushRequest request) implements RemoteStep<PushAnswer> {
        @Override
        public PushAnswer run(HostedRepository hosted, DataRepository repository, Deadline deadline)
                throws IOException {
            return new PushStep().run(repository, request, deadline);
        }

        @Override
        public FailureDetails addDone(DataRepository repository, FailureDetails failure, boolean endsRun)
                throws IOException {
            return endsRun ? failure.withKeptRef(PushStep.keepReplayed(repository, request)) : failure;
        }
    }
}
