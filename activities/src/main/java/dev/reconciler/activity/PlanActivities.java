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
import dev.reconciler.git.step.ClassifyStep;
import dev.reconciler.git.step.FetchStep;
import dev.reconciler.git.step.MoveStep;
import dev.reconciler.git.step.PreserveConflictStep;
import dev.reconciler.git.step.ReplayStep;

/**
 * The activities of a host that only looks: the same workflow on these says what a run would do.
 *
 * <p>Objects may be added to the object database; no ref, work tree, clone or remote is touched.
 */
public final class PlanActivities implements RepositoryActivities {
    private final StepRunner steps;

    /** The activities of that host. */
    public PlanActivities(HostedRepositories host) {
        this(StepRunner.ofPlan(host));
    }

    private PlanActivities(StepRunner steps) {
        this.steps = steps;
    }

    /** The same, for a caller who is no workflow: a step is tried once, by the calling thread. */
    public RepositoryActivities withoutTemporal() {
        return new PlanActivities(steps.withoutTemporal());
    }

    @Override
    public RemoteState fetch(FetchRequest request) {
        RetriedAnswer<RemoteState> tried = steps.runOpening(
                request.target(), request.limit(), (hosted, deadline) -> new FetchStep(hosted.settings(), false)
                        .plan(deadline));
        return tried.answer().withFailedAttempts(tried.failedAttempts()).withWaited(tried.waited());
    }

    @Override
    public Classification classify(ClassifyRequest request) {
        return steps.runLocal(request.target(), (hosted, repository) -> new ClassifyStep()
                .run(repository, CommitIds.of(request.local()), CommitIds.of(request.remote())));
    }

    @Override
    public ReplayAnswer replay(ReplayRequest request) {
        return steps.runLocal(request.target(), (hosted, repository) -> new ReplayStep().plan(repository, request));
    }

    @Override
    public MoveAnswer advance(MoveRequest request) {
        return steps.runLocal(request.target(), (hosted, repository) -> new MoveStep(false).plan(repository, request));
    }

    @Override
    public MoveAnswer adopt(MoveRequest request) {
        return advance(request);
    }

    @Override
    public PushAnswer push(PushRequest request) {
        return new PushAnswer(PushAnswer.PushStatus.DONE, 0);
    }

    @Override
    public PreserveAnswer preserve(PreserveRequest request) {
        RetriedAnswer<PreservedConflict> tried = steps.runRemote(
                request.target(), request.limit(), (hosted, repository, deadline) -> new PreserveConflictStep()
                        .plan(repository, request, deadline));
        return new PreserveAnswer(tried.answer(), tried.failedAttempts()).withWaited(tried.waited());
    }

    @Override
    public VerifyAnswer verify(VerifyRequest request) {
        return new VerifyAnswer(true, 0);
    }

    @Override
    public ReloadAnswer reload(ReloadRequest request) {
        return new ReloadAnswer(true, "", null);
    }
}
