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
import dev.reconciler.contract.cases.CaseLooks;
import dev.reconciler.contract.cases.ConflictLook;
import dev.reconciler.contract.cases.LookRequest;
import dev.reconciler.contract.conflict.ConflictActivities;
import dev.reconciler.contract.conflict.ResolveAnswer;
import dev.reconciler.contract.conflict.ResolveRequest;
import dev.reconciler.contract.conflict.SettleAnswer;
import dev.reconciler.contract.conflict.SettleRequest;
import dev.reconciler.git.conflict.ConflictLookStep;
import dev.reconciler.git.conflict.ConflictWatch;
import dev.reconciler.git.discovery.GitDirectory;
import dev.reconciler.git.discovery.SymbolicRefs;
import dev.reconciler.git.error.LeaseHeldException;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.maintenance.AutoMaintenance;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.secret.SecretScrubber;
import dev.reconciler.git.state.ReloadNote;
import dev.reconciler.git.step.ClassifyStep;
import dev.reconciler.git.step.PreserveConflictStep;
import dev.reconciler.git.step.ReplayStep;
import dev.reconciler.git.step.ResolveConflictStep;
import dev.reconciler.git.step.SettleConflictStep;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.ReloadResponse;
import dev.reconciler.reload.ApplicationAnswer;
import dev.reconciler.reload.CallTrace;
import dev.reconciler.reload.ReloadCall;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The activities of one host, on the repositories of its disk. */
public final class HostActivities implements RepositoryActivities, ConflictActivities, CaseLooks {
    /** The application that has refused a move may take the next call otherwise. */
    private static final Duration ASK_AGAIN = Duration.ofSeconds(5);

    private final HostedRepositories host;
    private final StepRunner steps;
    private final @Nullable ConflictWatch conflicts;
    private final CallTrace calls;
    private final @Nullable AutoMaintenance maintenance;

    /** The activities of that host. */
    public HostActivities(HostedRepositories host) {
        this(host, null, CallTrace.OFF, null);
    }

    private HostActivities(
            HostedRepositories host,
            @Nullable ConflictWatch conflicts,
            CallTrace calls,
            @Nullable AutoMaintenance maintenance) {
        this.host = host;
        this.steps = new StepRunner(host);
        this.conflicts = conflicts;
        this.calls = calls;
        this.maintenance = maintenance;
    }

    /** The same activities, in the same slots, of a host that keeps cases of conflicts. */
    public HostActivities keepingCases(ConflictWatch watch) {
        return new HostActivities(host, watch, calls, maintenance);
    }

    /** The same activities, in the same slots, of a host whose calls of applications are traced. */
    public HostActivities tracingCalls(CallTrace traces) {
        return new HostActivities(host, conflicts, traces, maintenance);
    }

    /** The same activities, in the same slots, of a host that stays and has its repositories packed. */
    public HostActivities packingBy(AutoMaintenance upkeep) {
        return new HostActivities(host, conflicts, calls, upkeep);
    }

    /** How the slots of the host are used at this moment. */
    public List<SlotUse> slotUse() {
        return host.slots().use();
    }

    @Override
    public RemoteState fetch(FetchRequest request) {
        RetriedAnswer<RemoteState> tried = steps.runOpening(
                request.target(), request.limit(), new UnfinishedSteps.FetchAttempts(request, conflicts));
        if (maintenance != null) {
            CompletableFuture<Boolean> unused =
                    maintenance.lookAt(host.findRepository(request.target()).settings());
        }
        return tried.answer()
                .withFailedAttempts(tried.failedAttempts())
                .withWaited(tried.waited())
                .withApplication(host.findApplicationQueue(request.target()).orElse(null));
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
        askApplication(request);
        return steps.runLocal(request.target(), new UnfinishedSteps.KeepingMove(request));
    }

    // Without a slot of the disk and without the repository's lock: the application may take its time.
    private void askApplication(MoveRequest request) {
        if (!host.asksBefore(request.target())) {
            return;
        }
        steps.runCall(request.target(), (hosted, repository) -> {
            BranchName branch = hosted.settings().branch();
            boolean movesFiles = isCheckedOut(repository);
            Optional<ReloadCall> refusing = hosted.reload()
                    .filter(call -> movesFiles)
                    .filter(call -> call.tracedBy(calls).isRefusedBefore(branch, request.from(), request.to()));
            if (refusing.isPresent()) {
                throw new LeaseHeldException(
                        "the application at " + refusing.get().urlWithoutSecrets(),
                        Instant.now().plus(ASK_AGAIN));
            }
            return branch;
        });
    }

    private static boolean isCheckedOut(DataRepository repository) throws IOException {
        GitDirectory folders = repository.directory();
        return folders.workTree() != null
                && SymbolicRefs.resolveHead(folders.gitDir(), folders.commonDir())
                        .equals(Optional.of(repository.names().branch()));
    }

    @Override
    public PushAnswer push(PushRequest request) {
        RetriedAnswer<PushAnswer> tried =
                steps.runRemote(request.target(), request.limit(), new UnfinishedSteps.KeepingPush(request));
        return new PushAnswer(tried.answer().status(), tried.failedAttempts()).withWaited(tried.waited());
    }

    @Override
    public PreserveAnswer preserve(PreserveRequest request) {
        RetriedAnswer<PreservedConflict> tried = steps.runRemote(
                request.target(), request.limit(), (hosted, repository, deadline) -> new PreserveConflictStep()
                        .run(repository, request, deadline));
        return new PreserveAnswer(tried.answer(), tried.failedAttempts()).withWaited(tried.waited());
    }

    @Override
    public VerifyAnswer verify(VerifyRequest request) {
        RetriedAnswer<Boolean> tried = steps.runRemote(
                request.target(), request.limit(), (hosted, repository, deadline) -> new PreserveConflictStep()
                        .verify(repository, request.preserved(), deadline));
        return new VerifyAnswer(tried.answer(), tried.failedAttempts()).withWaited(tried.waited());
    }

    @Override
    public ResolveAnswer resolve(ResolveRequest request) {
        RetriedAnswer<ResolveAnswer> tried = steps.runRemote(
                request.target(), request.limit(), (hosted, repository, deadline) -> new ResolveConflictStep()
                        .run(repository, request, deadline));
        return tried.answer().after(tried.failedAttempts(), tried.waited());
    }

    @Override
    public SettleAnswer settle(SettleRequest request) {
        RetriedAnswer<SettleAnswer> tried = steps.runRemote(
                request.target(), request.limit(), (hosted, repository, deadline) -> new SettleConflictStep()
                        .run(repository, request, deadline));
        return tried.answer().after(tried.failedAttempts(), tried.waited());
    }

    @Override
    public ConflictLook look(LookRequest request) {
        ConflictLook found = steps.runRemote(
                        request.target(), request.limit(), (hosted, repository, deadline) -> new ConflictLookStep()
                                .run(repository, request.conflict(), deadline))
                .answer();
        if (conflicts != null) {
            conflicts.recordLook(
                    request.target().repository(), request.conflict().branch(), found);
        }
        return found;
    }

    @Override
    public ReloadAnswer reload(ReloadRequest request) {
        return steps.runCall(request.target(), (hosted, repository) -> {
            ReloadNote note = new ReloadNote(repository);
            ReloadNote.OwedReload owed = note.readOwed(repository);
            // The newest commit, not the one that the workflow saw: another process may have moved the branch on.
            CommitId newest = CommitIds.of(owed.branch());
            ApplicationAnswer answer = hosted.reload()
                    .map(call -> call.tracedBy(calls).tell(hosted.settings().branch(), newest, request.outcome()))
                    .orElse(ApplicationAnswer.NOT_ASKED);
            if (answer.isTaken()) {
                note.clearOwed(repository, owed);
            }
            return new ReloadAnswer(answer.isTaken(), answer.problem(), scrub(hosted, answer.response()));
        });
    }

    // An application may say back what it was sent, and its answer gets into the history.
    private static @Nullable ReloadResponse scrub(HostedRepository hosted, @Nullable ReloadResponse response) {
        if (response == null) {
            return null;
        }
        SecretScrubber scrubber = SecretScrubber.of(hosted.settings())
                .with(hosted.reload().flatMap(ReloadCall::findToken).stream().toList());
        return new ReloadResponse(response.status(), scrubber.scrub(response.body()));
    }
}
