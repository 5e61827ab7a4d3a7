package dev.reconciler.worker.conflict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.contract.cases.CaseNotice;
import dev.reconciler.contract.cases.CaseNotice.NoticeKind;
import dev.reconciler.contract.cases.CaseState;
import dev.reconciler.contract.cases.ConflictLook;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.event.EventFeed;
import dev.reconciler.worker.event.EventLog;
import dev.reconciler.worker.state.ConflictBook;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is said of a case over the death of its worker: each word once. */
class ToldCasesTest {
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
    private static final CommitId COMMIT = new CommitId("1".repeat(40));
    private static final PreservedConflict CONFLICT =
            new PreservedConflict(new BranchName("conflicts/2026-11-27T08-00-00Z"), COMMIT);
    private static final CaseNotice OPENED = notice(NoticeKind.OPENED, CaseState.OPEN, null);
    private static final CaseNotice DELETED = notice(NoticeKind.CLOSED, CaseState.DELETED, Duration.ofHours(1));
    private static final CaseNotice MERGED = notice(NoticeKind.CLOSED, CaseState.MERGED, Duration.ofHours(1));

    @TempDir
    Path state;

    private ConflictBook book;
    private EventLog log;

    private static CaseNotice notice(NoticeKind kind, CaseState found, Duration openFor) {
        return new CaseNotice(
                new RepositoryId("data"),
                CONFLICT,
                kind,
                NOON,
                ConflictLook.over(found, COMMIT, new CommitId("2".repeat(40))),
                openFor);
    }

    @BeforeEach
    void open() throws IOException {
        book = ConflictBook.open(state);
        log = EventLog.open(state, InstantSource.system());
    }

    /** The next worker, which knows what is on the disk. */
    private ToldCases start() throws IOException {
        open();
        return ToldCases.goOn(book, new EventFeed(log));
    }

    private List<String> said() throws InterruptedException {
        return log.awaitAfter(0, Duration.ZERO).stream()
                .map(event -> event.data().replaceAll(".*\"state\":\"(\\w+)\".*", "$1"))
                .toList();
    }

    @Test
    void whatWasWrittenDownAndNotSaidIsSaidByTheNextWorker() throws Exception {
        book.record(OPENED, EventFeed.describeCase(OPENED));

        ToldCases next = start();

        assertThat(said()).containsExactly("opened");
        next.tell(OPENED);
        assertThat(said()).containsExactly("opened");
    }

    @Test
    void whatWasSaidAndNotNotedAsSaidIsNotSaidAgain() throws Exception {
        book.record(OPENED, EventFeed.describeCase(OPENED));
        new EventFeed(log).sayOnce(OPENED.repository(), EventFeed.describeCase(OPENED));

        start();

        assertThat(said()).containsExactly("opened");
        assertThat(book.listUnsaid()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"DELETED", "MERGED"})
    void theEndOfACaseIsSaidThoughTheBookHasItNoMore(CaseState by) throws Exception {
        CaseNotice end = notice(NoticeKind.CLOSED, by, Duration.ofHours(1));
        start().tell(OPENED);
        book.record(end, EventFeed.describeCase(end));

        ToldCases next = start();

        assertThat(said()).containsExactly("opened", "closed");
        next.tell(end);
        assertThat(said()).containsExactly("opened", "closed");
    }

    @Test
    void aConflictThatWasOverBeforeAnybodyWasToldIsNoNews() throws Exception {
        start().tell(DELETED);
        start().tell(MERGED);

        assertThat(said()).isEmpty();
    }
}
