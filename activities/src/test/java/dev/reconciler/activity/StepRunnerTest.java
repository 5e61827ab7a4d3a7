package dev.reconciler.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.reconciler.activity.StepRunner.RetriedAnswer;
import dev.reconciler.contract.FailureDetails;
import dev.reconciler.contract.FailureTypes;
import dev.reconciler.contract.RecoveredMove;
import dev.reconciler.contract.RepositoryBranch;
import dev.reconciler.git.error.GitException;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RemoteUnavailableException;
import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RemoteCredentials;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.ErrorType;
import dev.reconciler.model.Outcome;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.LargeObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Steps that end as a test says, in activities on a repository of a host whose remote has a password. */
class StepRunnerTest {
    private static final String SECRET = "s3cret-of-the-test";
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @TempDir
    Path root;

    private final TestActivityEnvironment environment = TestActivityEnvironment.newInstance();
    private CommitId local;
    private RepositorySettings settings;
    private RepositoryBranch target;
    private StepRunner run;

    @BeforeEach
    void aRepository() {
        NativeGit git = NativeGit.init(root.resolve("data"));
        local = CommitIds.of(git.commit("file", "text\n"));
        RepositorySettings plain = TestRepositories.settings(root.resolve("data"), "https://example.org/data.git");
        settings = new RepositorySettings(
                plain.id(),
                plain.path(),
                plain.remoteUrl(),
                plain.remoteName(),
                plain.branch(),
                plain.bare(),
                new RemoteCredentials.PasswordCredentials("user", () -> SECRET),
                plain.identity());
        target = new RepositoryBranch(settings.id(), settings.branch());
        run = new StepRunner(new HostedRepositories(
                "here", List.of(new HostedRepository(settings, Optional.empty())), HostConcurrency.ofMachine()));
    }

    @AfterEach
    void stop() {
        environment.close();
    }

    private <T> T inActivity(Supplier<T> work) {
        AtomicReference<T> answer = new AtomicReference<>();
        environment.registerActivitiesImplementations((InActivity) () -> answer.set(work.get()));
        environment.newActivityStub(InActivity.class).work();
        return answer.get();
    }

    private ApplicationFailure failure(Supplier<Object> work) {
        Throwable thrown = catchThrowable(() -> inActivity(work));
        return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
                .filter(ApplicationFailure.class::isInstance)
                .map(ApplicationFailure.class::cast)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no failure of an activity's own", thrown));
    }

    private ApplicationFailure failureOf(Exception error) {
        return failure(() -> run.runLocal(target, (hosted, repository) -> {
            if (error instanceof IOException checked) {
                throw checked;
            }
            throw (RuntimeException) error;
        }));
    }

    private static FailureDetails details(ApplicationFailure failure) {
        return Objects.requireNonNull(failure.getDetails().get(0, FailureDetails.class));
    }

    @Test
    void aStepGetsTheRepositoryAndItsAnswerIsTheActivitys() {
        CommitId answer =
                inActivity(() -> run.runLocal(target, (hosted, repository) -> CommitIds.of(repository.local())));

        assertThat(answer).isEqualTo(local);
    }

    /** Another repository's step comes and goes while the application has not answered yet. */
    @Test
    void aCallToAnApplicationHoldsNoSlotOfTheDisk() {
        HostedRepositories narrow = new HostedRepositories(
                "here", List.of(new HostedRepository(settings, Optional.empty())), new HostConcurrency(1, 1));

        boolean wasFree = inActivity(() -> new StepRunner(narrow)
                .runCall(target, (hosted, repository) -> CompletableFuture.supplyAsync(() -> takesDisk(narrow.slots()))
                        .completeOnTimeout(false, 5, TimeUnit.SECONDS)
                        .join()));

        assertThat(wasFree).isTrue();
    }

    private static boolean takesDisk(HostSlots slots) {
        try (HostSlots.Slot taken = slots.takeDisk()) {
            return true;
        } catch (InterruptedException stopped) {
            return false;
        }
    }

    @Test
    void aRemoteStepIsTriedAgainAndItsFailedAttemptsAreCounted() {
        AtomicInteger tries = new AtomicInteger();

        RetriedAnswer<CommitId> tried =
                inActivity(() -> run.runRemote(target, LIMIT, (hosted, repository, deadline) -> {
                    if (tries.incrementAndGet() == 1) {
                        throw new RemoteUnavailableException("away for a moment");
                    }
                    return CommitIds.of(repository.local());
                }));

        assertThat(tried).isEqualTo(new RetriedAnswer<>(local, 1, Duration.ZERO));
    }

    /** A disk that refuses one call lets the library take an object, or the repository, for missing. */
    @ParameterizedTest
    @MethodSource("whatADiskThatRefusesLooksLike")
    void whatIsNotFoundOnceIsLookedForAgain(Exception first) {
        AtomicInteger tries = new AtomicInteger();

        CommitId answer = inActivity(() -> run.runLocal(target, (hosted, repository) -> {
            if (tries.incrementAndGet() > 1) {
                return CommitIds.of(repository.local());
            }
            if (first instanceof IOException checked) {
                throw checked;
            }
            throw (RuntimeException) first;
        }));

        assertThat(answer).isEqualTo(local);
    }

    static Stream<Exception> whatADiskThatRefusesLooksLike() {
        return Stream.of(
                new MissingObjectException(ObjectId.zeroId(), Constants.OBJ_TREE),
                new IllegalStateException("a list of files that is null"),
                new RefusedException(ErrorType.REPOSITORY_CORRUPT, "can't be opened"));
    }

    /** A fetch that had finished a killed run's move, and then failed, told nobody of the move. */
    @ParameterizedTest
    @MethodSource("failuresAndWhetherTheyEndTheRun")
    void whatAStepHasDoneBeforeItFailedIsInItsFailure(GitException error, boolean endsRun) {
        RecoveredMove move = new RecoveredMove(local, Outcome.FAST_FORWARDED, 0, 1, null, null);

        ApplicationFailure failure =
                failure(() -> run.runOpening(target, LIMIT, new FailingStep(error, move, endsRun)));

        assertThat(details(failure).recovered()).isEqualTo(move);
        assertThat(details(failure).reloadOwed()).isTrue();
    }

    static Stream<Arguments> failuresAndWhetherTheyEndTheRun() {
        return Stream.of(
                Arguments.of(new RefusedException(ErrorType.ACCESS_DENIED, "no"), true),
                Arguments.of(new RemoteUnavailableException("away"), false));
    }

    private record FailingStep(GitException error, RecoveredMove move, boolean isForGood)
            implements StepRunner.OpeningStep<String> {
        @Override
        public String run(HostedRepository hosted, Deadline deadline) {
            throw error;
        }

        @Override
        public FailureDetails addDone(DataRepository repository, FailureDetails failure, boolean endsRun) {
            return failure.withDone(move, endsRun == isForGood);
        }
    }

    /** It was a defect of this program. */
    @Test
    void anObjectThatIsTooLargeToBeReadWholeIsRefusedWithWhatToDo() {
        ApplicationFailure failure = failureOf(new LargeObjectException.ExceedsLimit(50 << 20, 60 << 20));

        assertThat(failure.getType()).isEqualTo(ErrorType.UNSUPPORTED.wire());
        assertThat(failure.getOriginalMessage()).contains("folder of very many files", "62,914,560", "java -Xmx2g");
    }

    @Test
    void aFailureSaysWhoMustActAndWhereTheLocalBranchIs() {
        ApplicationFailure failure = failureOf(new RepositoryBusyException("a merge is under way"));

        assertThat(failure.getType()).isEqualTo(FailureTypes.REPOSITORY_BUSY);
        assertThat(failure.getOriginalMessage()).isEqualTo("a merge is under way");
        assertThat(failure.isNonRetryable()).isTrue();
        assertThat(details(failure)).isEqualTo(new FailureDetails(0, local));
    }

    @Test
    void aRemoteThatStaysAwayIsSaidWithItsAttempts() {
        ApplicationFailure failure = failure(() -> run.runRemote(target, LIMIT, (hosted, repository, deadline) -> {
            throw new RemoteUnavailableException("away");
        }));

        assertThat(failure.getType()).isEqualTo(FailureTypes.REMOTE_UNAVAILABLE);
        assertThat(details(failure)).isEqualTo(new FailureDetails(3, local));
    }

    @Test
    void aRefusalKeepsItsType() {
        assertThat(failureOf(new RefusedException(ErrorType.PUSH_REJECTED, "no"))
                        .getType())
                .isEqualTo(ErrorType.PUSH_REJECTED.wire());
    }

    /** A system without another locale, where each such name ended as a defect of this program. */
    @Test
    void aNameThatTheLocaleCannotWriteIsUnsupportedWithWhatToDo() {
        ApplicationFailure failure = failureOf(new InvalidPathException("ordner-ä", "unmappable characters"));

        assertThat(failure.getType()).isEqualTo(ErrorType.UNSUPPORTED.wire());
        assertThat(failure.getOriginalMessage()).contains("ordner-ä", "LC_ALL=C.UTF-8");
    }

    /** The wrong program said of a path of 2,000 folders that its replay had failed without a message. */
    @Test
    void foldersTooDeepForTheStackAreUnsupportedWithWhatToDo() {
        ApplicationFailure failure =
                failure(() -> run.runLocal(target, (hosted, repository) -> "answer " + countForEver(0)));

        assertThat(failure.getType()).isEqualTo(ErrorType.UNSUPPORTED.wire());
        assertThat(failure.getOriginalMessage()).contains("java -Xss16m");
    }

    private static int countForEver(int from) {
        return countForEver(from + 1) + 1;
    }

    /** A push that ran out of memory after the branch had moved did not say where the originals are. */
    @Test
    void whatNeedsMoreMemoryIsUnsupportedAndTheLineSaysWhatIsKept() {
        ApplicationFailure failure = failure(() -> run.runRemote(target, LIMIT, new StepRunner.RemoteStep<String>() {
            @Override
            public String run(HostedRepository hosted, DataRepository repository, Deadline deadline) {
                throw new OutOfMemoryError("Java heap space");
            }

            @Override
            public FailureDetails addDone(DataRepository repository, FailureDetails failure, boolean endsRun) {
                return failure.withKeptRef(endsRun ? "refs/rewound/kept" : null);
            }
        }));

        assertThat(failure.getType()).isEqualTo(ErrorType.UNSUPPORTED.wire());
        assertThat(details(failure)).isEqualTo(new FailureDetails(0, local, "refs/rewound/kept"));
    }

    /** Messages of failures are shown in Temporal to everybody who may read there. */
    @ParameterizedTest
    @MethodSource("errorsWithTheSecret")
    void noFailureShowsTheSecretOfTheRepository(Exception error) {
        ApplicationFailure failure = failureOf(error);

        assertThat(failure.getOriginalMessage()).contains("went wrong").doesNotContain(SECRET);
    }

    static List<Exception> errorsWithTheSecret() {
        return List.of(
                new RemoteUnavailableException("https://user:" + SECRET + "@example.org went wrong"),
                new IOException("what nobody foresaw went wrong with " + SECRET));
    }

    /** A proxy that refused a request and quoted it was quoted in Temporal, with the login of git's settings. */
    @Test
    void noFailureShowsALoginOfGitsSettings() {
        NativeGit git = NativeGit.in(settings.path());
        git.run("config", "http.proxy", "http://bot:canary-proxy@127.0.0.1:1");
        git.run("config", "http.https://example.org/.extraHeader", "Authorization: Bearer canary-header");

        ApplicationFailure failure =
                failureOf(new RefusedException(ErrorType.ACCESS_DENIED, "said canary-header to canary-proxy"));

        assertThat(failure.getOriginalMessage()).isEqualTo("said *** to ***");
    }

    /** Temporal's own translation of an Error has its message as it is, and its causes. */
    @Test
    void aBrokenClassIsADefectWithoutSecrets() {
        ApplicationFailure failure = failure(() -> run.runLocal(target, (hosted, repository) -> {
            throw new ExceptionInInitializerError("no class for " + SECRET);
        }));

        assertThat(failure.getType()).isEqualTo(ErrorType.INTERNAL.wire());
        assertThat(failure.getOriginalMessage()).contains("no class for ***");
        assertThat(details(failure)).isEqualTo(new FailureDetails(0, local));
    }

    @Test
    void aDefectIsInternal() {
        ApplicationFailure failure = failureOf(new IllegalStateException("not foreseen"));

        assertThat(failure.getType()).isEqualTo(ErrorType.INTERNAL.wire());
        assertThat(details(failure)).isEqualTo(new FailureDetails(0, local));
    }

    @Test
    void aRepositoryThatWentAwayIsMissing() throws IOException {
        Files.move(root.resolve("data"), root.resolve("elsewhere"));

        ApplicationFailure failure = failure(() -> run.runLocal(target, (hosted, repository) -> "never"));

        assertThat(failure.getType()).isEqualTo(ErrorType.REPOSITORY_MISSING.wire());
        assertThat(failure.getOriginalMessage()).contains("is its disk still mounted?");
        assertThat(details(failure)).isEqualTo(new FailureDetails(0, null));
    }

    @Test
    void whatTheHostIsNotConfiguredForIsNotRun() {
        RepositoryBranch other = new RepositoryBranch(settings.id(), new BranchName("staging"));

        ApplicationFailure failure = failure(() -> run.runLocal(other, (hosted, repository) -> "never"));

        assertThat(failure.getType()).isEqualTo(ErrorType.CONFIGURATION.wire());
    }
}
