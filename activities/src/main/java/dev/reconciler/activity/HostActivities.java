package dev.reconciler.activity;

import dev.reconciler.activity.StepRunner.RetriedAnswer;
import dev.reconciler.contract.Classification;
import dev.reconciler.contract.ClassifyRequest;
import dev.reconciler.contract.FetchRequest;
import dev.reconciler.contract.MoveAnswer;
import dev.reconciler.contract.MoveRequest;
import dev.reconciler.contract.PreserveAnswer;
import dev.reconciler.contract.PreserveRequest;
import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.contract.PushAnswer;
import dev.reconciler.contract.PushRequest;
import dev.reconciler.contract.ReloadAnswer;
import dev.reconciler.contract.ReloadRequest;
import dev.reconciler.contract.RemoteState;
import dev.reconciler.contract.ReplayAnswer;
import dev.reconciler.contract.ReplayRequest;
import dev.reconciler.contract.RepositoryActivities;
import dev.reconciler.contract.VerifyAnswer;
import dev.reconciler.contract.VerifyRequest;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.state.ReloadNote;
import dev.reconciler.git.step.ClassifyStep;
import dev.reconciler.git.step.FetchStep;
import dev.reconciler.git.step.MoveStep;
import dev.reconciler.git.step.PreserveConflictStep;
import dev.reconciler.git.step.PushStep;
import dev.reconciler.git.step.ReplayStep;
import dev.reconciler.model.CommitId;
import java.util.Optional;

/** The activities of one host, on the repositories of its disk. */
public final class HostActivities implements RepositoryActivities {
    private final StepRunner steps;

    /** The activities of that host. */
    public HostActivities(HostedRepositories host) {
        this.steps = new StepRunner(host);
    }

    @Override
    public RemoteState fetch(FetchRequest request) {
        RetriedAnswer<RemoteState> tried = steps.runPrepared(
                request.target(),
                request.limit(),
                hosted -> new FetchStep(hosted.settings(), hosted.reload().isPresent()),
                FetchStep::run);
        return tried.answer().withFailedAttempts(tried.failedAttempts());
    }

    @Override
    public Classification classify(ClassifyRequest request) {
        return steps.runLocal(request.target(), (hosted, repository) -> new ClassifyStep()
                .run(repository, CommitIds.of(request.local()), CommitIds.of(request.remote())));
    }

    @Override
    public ReplayAnswer replay(ReplayRequest request) {
        return steps.runLocal(request.target(), (hosted, repository) -> new ReplayStep().run(repository, request));
    }

    @Override
    public MoveAnswer advance(MoveRequest request) {
        return moveBranch(request);
    }

    @Override
    public MoveAnswer adopt(MoveRequest request) {
        return moveBranch(request);
    }

    private MoveAnswer moveBranch(MoveRequest request) {
        return steps.runLocal(
                request.target(),
                (hosted, repository) -> new MoveStep(hosted.reload().isPresent()).run(repository, request),
                repository -> MoveStep.findKept(repository, request));
    }

    @Override
    public PushAnswer push(PushRequest request) {
        RetriedAnswer<PushAnswer> tried = steps.runRemote(
                request.target(),
                request.limit(),
                (hosted, repository, deadline) -> new PushStep().run(repository, request, deadline),
                repository -> PushStep.keepReplayed(repository, request));
        return new PushAnswer(tried.answer().status(), tried.failedAttempts());
    }

    @Override
    public PreserveAnswer preserve(PreserveRequest request) {
        RetriedAnswer<PreservedConflict> tried = steps.runRemote(
                request.target(), request.limit(), (hosted, repository, deadline) -> new PreserveConflictStep()
                        .run(repository, request, deadline));
        return new PreserveAnswer(tried.answer(), tried.failedAttempts());
    }

    @Override
    public VerifyAnswer verify(VerifyRequest request) {
        RetriedAnswer<Boolean> tried = steps.runRemote(
                request.target(), request.limit(), (hosted, repository, deadline) -> new PreserveConflictStep()
                        .verify(repository, request.preserved(), deadline));
        return new VerifyAnswer(tried.answer(), tried.failedAttempts());
    }

    @Override
    public ReloadAnswer reload(ReloadRequest request) {
        return steps.runLocal(request.target(), (hosted, repository) -> {
            ReloadNote note = new ReloadNote(repository);
            ReloadNote.OwedReload owed = note.readOwed(repository);
            // The newest commit, not the one that the workflow saw: another process may have moved the branch on.
            CommitId newest = CommitIds.of(owed.branch());
            Optional<String> problem =
                    hosted.reload().flatMap(call -> call.tell(hosted.settings().branch(), newest, request.outcome()));
            if (problem.isEmpty()) {
                note.clearOwed(repository, owed);
            }
            return new ReloadAnswer(problem.isEmpty(), problem.orElse(""));
        });
    }
}
