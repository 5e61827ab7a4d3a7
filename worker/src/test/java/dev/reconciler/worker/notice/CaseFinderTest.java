package dev.reconciler.worker.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.contract.cases.ToldCase;
import dev.reconciler.git.state.BranchPosition;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.ErrorType;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.ReconcileResultBuilder;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.board.BoardEntry;
import dev.reconciler.worker.board.OpenConflict;
import dev.reconciler.worker.board.PassedRun;
import dev.reconciler.worker.board.RepositoryBoard.BoardReading;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.config.reader.ConfigurationReader;
import dev.reconciler.worker.notice.CaseFinder.ChannelFailure;
import dev.reconciler.worker.status.LeaseStatus;
import dev.reconciler.worker.status.RepositoryState;
import dev.reconciler.worker.status.RunningRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which cases a look at the repositories finds. */
class CaseFinderTest {
    private static final int MANY = 1000;
    private static final Instant STARTED = Instant.parse("2026-11-27T08:00:00Z");
    private static final Instant NOW = STARTED.plus(Duration.ofHours(3));
    private static final Instant EARLIER = NOW.minus(Duration.ofMinutes(10));
    private static final CommitId COMMIT = new CommitId("1".repeat(40));

    @TempDir
    Path root;

    private final List<OpenConflict> conflicts = new ArrayList<>();
    private Configuration configuration;

    @BeforeEach
    void configure() throws IOException {
        String repositories = IntStream.range(0, MANY)
                .mapToObj(number ->
                        "  - { id: data-%d, path: data-%1$d, remote: \"https://git.example.org/data-%1$d.git\", branch: main }\n"
                                .formatted(number))
                .collect(Collectors.joining());
        Path file = Files.writeString(root.resolve("reconciler.yaml"), "host: one\nrepositories:\n" + repositories);
        configuration = new ConfigurationReader(Map.of(), Optional::empty).read(file);
    }

    private static ReconcileResultBuilder result(RepositoryConfiguration repository) {
        return ReconcileResult.builder(repository.id(), new BranchName("main"), Trigger.MANUAL);
    }

    private static BoardEntry entry(RepositoryConfiguration repository, RunningRun running, ReconcileResult last) {
        return new BoardEntry(
                repository,
                RepositoryState.UNKNOWN,
                EARLIER,
                running,
                Optional.empty(),
                true,
                last == null ? List.of() : List.of(new PassedRun(last, EARLIER)),
                List.of(),
                null);
    }

    private static RunningRun running(String lastError) {
        return new RunningRun("reconcile/data", "run", EARLIER, "waiting", 2, NOW, lastError);
    }

    private Situation find(BoardEntry... entries) {
        return find(new BoardReading(List.of(entries), true));
    }

    private Situation find(BoardReading reading) {
        return newFinder(STARTED).find(reading, Map.of(), NOW);
    }

    private CaseFinder newFinder(Instant started) {
        return new CaseFinder(
                configuration,
                id -> conflicts.stream()
                        .filter(conflict -> conflict.repository().equals(id))
                        .toList(),
                started);
    }

    private static List<String> ids(Situation situation) {
        return situation.cases().stream().map(FoundCase::id).toList();
    }

    private RepositoryConfiguration first() {
        return configuration.repositories().get(0);
    }

    @Test
    void aServerThatIsDownForAThousandRepositoriesIsOneCase() {
        List<BoardEntry> entries = configuration.repositories().stream()
                .map(repository ->
                        entry(repository, running("https://git.example.org/x.git did not answer within 60 s"), null))
                .toList();

        Situation situation = find(new BoardReading(entries, true));

        assertThat(situation.cases()).singleElement().satisfies(found -> {
            assertThat(found.id()).isEqualTo("remote/git.example.org");
            assertThat(found.title()).isEqualTo("git.example.org does not serve 1000 repositories");
            assertThat(found.repositories()).hasSize(MANY);
            assertThat(found.since()).isEqualTo(EARLIER);
        });
    }

    @Test
    void aServerIsFoundInAnErrorHoweverItsNameIsWritten() {
        RunningRun retrying = running("https://Git.Example.org/x.git did not answer within 60 s");

        assertThat(ids(find(entry(first(), retrying, null)))).containsExactly("remote/git.example.org");
    }

    @Test
    void aBudgetThatIsUsedUpIsTheServersTrouble() {
        ReconcileResult failed = result(first())
                .outcome(Outcome.PUSH_FAILED, "it did not answer")
                .build();

        assertThat(ids(find(entry(first(), null, failed)))).containsExactly("remote/git.example.org");
    }

    @Test
    void aRunThatWaitsForALeaseIsNoCase() {
        BoardEntry waiting = new BoardEntry(
                first(),
                RepositoryState.RETRYING,
                EARLIER,
                running("the lease of app on https://git.example.org/data-0.git"),
                Optional.empty(),
                true,
                List.of(),
                List.of(),
                new LeaseStatus("app", 1, NOW));

        assertThat(ids(find(waiting))).isEmpty();
    }

    @Test
    void aTokenThatIsRefusedForAllIsOneCase() {
        List<BoardEntry> entries = configuration.repositories().stream()
                .map(repository -> entry(
                        repository,
                        null,
                        result(repository)
                                .failed(ErrorType.ACCESS_DENIED, "401")
                                .build()))
                .toList();

        assertThat(ids(find(new BoardReading(entries, true)))).containsExactly("access/git.example.org");
    }

    @Test
    void aRefusedPushAndAnErrorAreCasesOfTheirRepository() {
        RepositoryConfiguration second = configuration.repositories().get(1);

        Situation situation = find(
                entry(
                        first(),
                        null,
                        result(first())
                                .failed(ErrorType.PUSH_REJECTED, "hook says no")
                                .build()),
                entry(
                        second,
                        null,
                        result(second).failed(ErrorType.UNSUPPORTED, "shallow").build()));

        assertThat(ids(situation)).containsExactly("push-refused/data-0", "failed/data-1");
        assertThat(situation.cases().get(0).text()).isEqualTo("hook says no");
    }

    @Test
    void aRunUnderWayMayEndAsTheLastOneDid() {
        ReconcileResult refused =
                result(first()).failed(ErrorType.PUSH_REJECTED, "no").build();

        Situation situation = find(entry(first(), running(null), refused));

        assertThat(situation.cases()).isEmpty();
        assertThat(situation.undecided()).contains("push-refused/data-0", "remote/git.example.org");
    }

    @Test
    void eachOpenConflictIsACase() {
        conflicts.add(new OpenConflict(
                first().id(), "conflicts/2026-11-27T07-00-00Z", COMMIT, null, EARLIER, ToldCase.NOTHING, true));
        ReconcileResult escaped =
                result(first()).outcome(Outcome.CONFLICT_ESCAPED, "escaped").build();

        Situation situation = find(entry(first(), null, escaped));

        assertThat(situation.cases()).singleElement().satisfies(found -> {
            assertThat(found.id()).isEqualTo("conflict/data-0/2026-11-27T07-00-00Z");
            assertThat(found.text()).contains("reconciler conflicts show data-0/2026-11-27T07-00-00Z");
        });
    }

    @Test
    void aCommitThatWaitsTooLongIsACase() {
        assertThat(ids(find(unpushed(NOW.minus(Duration.ofMinutes(59)), null)))).isEmpty();
        assertThat(ids(find(unpushed(NOW.minus(Duration.ofMinutes(60)), null)))).containsExactly("unpushed/data-0");
    }

    /** Nobody is told twice of one trouble. */
    @Test
    void aServerThatIsDownExplainsThatNothingIsPushed() {
        Situation situation = find(unpushed(STARTED, running("https://git.example.org/data-0.git is away")));

        assertThat(situation.cases())
                .filteredOn(FoundCase::isExplained)
                .singleElement()
                .satisfies(found -> assertThat(found.id()).isEqualTo("unpushed/data-0"));
    }

    private BoardEntry unpushed(Instant since, RunningRun running) {
        return new BoardEntry(
                first(),
                RepositoryState.SETTLED,
                EARLIER,
                running,
                Optional.of(new BranchPosition(COMMIT, COMMIT, 2, 0, since, null)),
                true,
                List.of(),
                List.of(),
                null);
    }

    @Test
    void aTemporalServiceThatIsAwayIsACaseAndEndsNoOther() {
        Situation situation = find(new BoardReading(List.of(), false));

        assertThat(ids(situation)).containsExactly("temporal/one");
        assertThat(situation.undecided()).contains("remote/git.example.org");
    }

    /** The service inside the process forgets what its runs were told. */
    @Test
    void rightAfterAStartItIsNotKnownWhetherAServerIsBack() {
        BoardReading nothing = new BoardReading(List.of(), true);

        assertThat(newFinder(NOW).find(nothing, Map.of(), NOW).undecided()).contains("remote/git.example.org");
        assertThat(find(nothing).undecided()).isEmpty();
    }

    @Test
    void aChannelThatFailsIsACase() {
        Situation situation = newFinder(STARTED)
                .find(
                        new BoardReading(List.of(), true),
                        Map.of("ops", new ChannelFailure(EARLIER, "ops.example.org answered 500")),
                        NOW);

        assertThat(situation.cases()).singleElement().satisfies(found -> {
            assertThat(found.id()).isEqualTo("channel/ops");
            assertThat(found.text()).contains("answered 500");
        });
    }
}
