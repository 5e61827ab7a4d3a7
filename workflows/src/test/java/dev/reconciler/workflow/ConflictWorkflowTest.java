package dev.reconciler.workflow;

import static dev.reconciler.contract.cases.CaseNotice.NoticeKind.CLOSED;
import static dev.reconciler.contract.cases.CaseNotice.NoticeKind.ESCALATED;
import static dev.reconciler.contract.cases.CaseNotice.NoticeKind.OPENED;
import static dev.reconciler.contract.cases.CaseNotice.NoticeKind.REMINDED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.contract.CaseTerms;
import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.contract.RepositoryBranch;
import dev.reconciler.contract.cases.CaseNotice;
import dev.reconciler.contract.cases.CaseState;
import dev.reconciler.contract.cases.ToldCase;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.server.ServiceKind;
import dev.reconciler.workflow.cases.CaseDisplay;
import dev.reconciler.workflow.cases.CaseInput;
import dev.reconciler.workflow.cases.CaseResult;
import dev.reconciler.workflow.cases.CaseStatus;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The case of a conflict, from its opening to its end. */
@Timeout(60)
class ConflictWorkflowTest {
    static final CaseTerms TERMS = new CaseTerms(Duration.ofDays(1), Duration.ofDays(3));
    private static final PreservedConflict CONFLICT =
            new PreservedConflict(new BranchName("conflicts/2026-11-27T08-00-00Z"), FakeCases.LOCAL);

    private final WorkflowService service = WorkflowService.skippingTime(new FakeHost());
    private final FakeCases cases = service.cases();

    @AfterEach
    void stop() {
        service.close();
    }

    static CaseInput newCase(WorkflowService service) {
        RepositoryBranch target =
                new RepositoryBranch(new RepositoryId("data-of-" + service.host()), new BranchName("main"));
        return new CaseInput(service.host(), target, CONFLICT, TERMS);
    }

    private static CaseResult close(WorkflowStub opened) {
        return opened.getResult(CaseResult.class);
    }

    private static String readMemo(WorkflowStub opened) {
        return opened.describe().getMemo(CaseDisplay.MEMO, String.class, String.class);
    }

    /** A case that was opened, and closed by a run that saw the branch merged. */
    static WorkflowStub openedAndClosed(WorkflowService service) {
        WorkflowStub opened = service.open(newCase(service));
        Awaitility.await().until(() -> !service.cases().notices().isEmpty());
        service.cases().becomes(CaseState.MERGED);
        service.open(newCase(service));
        close(opened);
        return opened;
    }

    @ParameterizedTest
    @MethodSource("dev.reconciler.server.ServiceKind#available")
    void aCaseIsTheSameOnEachKindOfService(ServiceKind kind) {
        try (WorkflowService either = WorkflowService.of(kind, new FakeHost())) {
            openedAndClosed(either);

            assertThat(either.cases().kinds()).containsExactly(OPENED, CLOSED);
        }
    }

    @Test
    void aConflictIsToldOnceAndClosesItselfWhenItIsMerged() {
        cases.isMergedAtLook(2);
        WorkflowStub opened = service.open(newCase(service));

        CaseResult closed = close(opened);

        assertThat(cases.kinds()).containsExactly(OPENED, CLOSED);
        assertThat(cases.notices().get(0).look().files()).hasSize(1);
        assertThat(closed.conflict()).isEqualTo("data-of-" + service.host() + "/2026-11-27T08-00-00Z");
        assertThat(closed.closedBy()).isEqualTo(CaseState.MERGED);
        assertThat(closed.openFor()).isGreaterThanOrEqualTo(Duration.ofDays(1));
        assertThat(cases.notices().get(1).openFor()).isEqualTo(closed.openFor());
        assertThat(readMemo(opened)).contains("was merged after PT24H");
    }

    @Test
    void peopleAreRemindedEachDayAndOnceWithMoreWeight() {
        cases.isMergedAtLook(6);

        close(service.open(newCase(service)));

        assertThat(cases.kinds()).containsExactly(OPENED, REMINDED, REMINDED, ESCALATED, REMINDED, CLOSED);
        Instant opened = cases.notices().get(0).at();
        assertThat(cases.notices().stream()
                        .map(notice -> Duration.between(opened, notice.at()).toDays()))
                .containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void aCaseThatIsOpenedTwiceIsTheSameCase() {
        cases.isMergedAtLook(4);
        WorkflowStub first = service.open(newCase(service));
        Awaitility.await().until(() -> !cases.notices().isEmpty());

        WorkflowStub second = service.open(newCase(service));
        close(second);

        assertThat(second.describe().getExecution()).isEqualTo(first.describe().getExecution());
        assertThat(cases.kinds()).containsExactly(OPENED, REMINDED, CLOSED);
    }

    @Test
    void aRunThatSeesTheBranchGoneClosesTheCaseAtOnce() {
        WorkflowStub opened = service.open(newCase(service));
        Awaitility.await().until(() -> !cases.notices().isEmpty());
        cases.becomes(CaseState.DELETED);

        service.open(newCase(service));

        CaseResult closed = close(opened);
        assertThat(closed.closedBy()).isEqualTo(CaseState.DELETED);
        assertThat(closed.openFor()).isLessThan(Duration.ofHours(1));
        assertThat(cases.kinds()).containsExactly(OPENED, CLOSED);
    }

    @Test
    void aRemoteThatIsAwayIsAskedAgainAndPeopleAreToldThen() {
        cases.isAwayFor(3).isMergedAtLook(5);

        close(service.open(newCase(service)));

        assertThat(cases.kinds()).containsExactly(OPENED, CLOSED);
    }

    /** Once it was seen, it counts as open for as long as nobody can say otherwise. */
    @Test
    void peopleAreRemindedOfAConflictWhoseRemoteIsAway() {
        WorkflowStub opened = service.open(newCase(service));
        Awaitility.await().until(() -> !cases.notices().isEmpty());
        cases.isAwayFor(40).isMergedAtLook(42);

        close(opened);

        assertThat(cases.kinds()).containsExactly(OPENED, REMINDED, REMINDED, CLOSED);
    }

    @Test
    void whatNobodyCouldBeToldIsToldLater() {
        cases.tellsNobodyFor(2).isMergedAtLook(4);

        close(service.open(newCase(service)));

        assertThat(cases.kinds()).containsExactly(OPENED, CLOSED);
    }

    /** A service inside the process forgets its cases when the process ends, and the host does not. */
    @Test
    void whatPeopleWereToldBeforeTheServiceForgotItIsNotToldAgain() {
        Instant told = Instant.now().minus(Duration.ofHours(36)).truncatedTo(ChronoUnit.SECONDS);
        Instant reminded = told.plus(Duration.ofDays(1));
        cases.remembers(CONFLICT.branch().value(), new ToldCase(told, reminded, null))
                .isMergedAtLook(3);

        CaseResult closed = close(service.open(newCase(service)));

        assertThat(cases.kinds()).containsExactly(REMINDED, CLOSED);
        assertThat(Duration.between(reminded, cases.notices().get(0).at())).isGreaterThanOrEqualTo(Duration.ofDays(1));
        assertThat(closed.openedAt()).isEqualTo(told);
    }

    @Test
    void aCaseOfYearsContinuesAsNewAndForgetsNothing() {
        cases.isMergedAtLook(140);
        WorkflowStub opened = service.open(newCase(service));
        String firstRun = opened.describe().getExecution().getRunId();

        CaseResult closed = close(opened);

        // Each new history begins with a look.
        assertThat(closed.openFor().toDays()).isBetween(130L, 139L);
        assertThat(cases.kinds()).startsWith(OPENED).endsWith(CLOSED).containsOnlyOnce(OPENED, ESCALATED);
        assertThat(service.client()
                        .newUntypedWorkflowStub(newCase(service).workflowId())
                        .describe()
                        .getExecution()
                        .getRunId())
                .isNotEqualTo(firstRun);
        assertThat(service.history(opened).getEvents()).hasSizeLessThan(1_200);
    }

    @Test
    void whoeverAsksLearnsHowTheCaseStands() {
        WorkflowStub opened = service.open(newCase(service));
        Awaitility.await().until(() -> !cases.notices().isEmpty());

        CaseStatus status = opened.query("case", CaseStatus.class);

        assertThat(status.preserved()).isEqualTo(CONFLICT);
        assertThat(Objects.requireNonNull(status.progress().look()).files())
                .extracting("path")
                .containsExactly("data.txt");
        assertThat(readMemo(opened))
                .isEqualTo("conflict of data-of-" + service.host()
                        + ": conflicts/2026-11-27T08-00-00Z waits for a person to decide, 1 file");
    }

    /** As after a change of the configuration. */
    @Test
    void aRunOfOtherTermsChangesThoseOfTheCase() {
        CaseInput daily = newCase(service);
        WorkflowStub opened = service.open(daily);
        Awaitility.await().until(() -> !cases.notices().isEmpty());
        cases.isMergedAtLook(4);

        CaseTerms hourly = new CaseTerms(Duration.ofHours(1), Duration.ofDays(3));
        service.open(new CaseInput(daily.host(), daily.target(), daily.conflict(), hourly));

        assertThat(close(opened).openFor()).isBetween(Duration.ofHours(2), Duration.ofHours(3));
        assertThat(cases.kinds()).containsExactly(OPENED, REMINDED, CLOSED);
    }

    @Test
    void aRunOpensTheCasesThatItsFetchSawAnew() {
        FakeHost host = new FakeHost().keepsCases(TERMS, CONFLICT);
        try (WorkflowService withRuns = WorkflowService.inRealTime(host)) {
            withRuns.run();

            Awaitility.await().until(() -> !withRuns.cases().notices().isEmpty());
            assertThat(withRuns.cases().notices().stream().map(CaseNotice::conflict))
                    .containsExactly(CONFLICT);
        }
    }

    @Test
    void aRunThatEscapesOpensTheCaseOfItsConflict() {
        FakeHost host = new FakeHost().keepsCases(TERMS).bothConflict();
        try (WorkflowService withRuns = WorkflowService.inRealTime(host)) {
            String branch = withRuns.run().conflictBranch();

            Awaitility.await().until(() -> !withRuns.cases().notices().isEmpty());
            assertThat(withRuns.cases().notices().stream()
                            .map(notice -> notice.conflict().branch().value()))
                    .containsExactly(branch);
        }
    }

    @Test
    void aHostThatKeepsNoCasesHasNone() {
        FakeHost host = new FakeHost().bothConflict();
        try (WorkflowService withRuns = WorkflowService.inRealTime(host)) {
            withRuns.run();

            assertThat(List.of(
                            withRuns.cases().looks(), withRuns.cases().notices().size()))
                    .containsExactly(0, 0);
        }
    }
}
