package dev.reconciler.worker.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.contract.cases.CaseNotice;
import dev.reconciler.contract.cases.CaseNotice.NoticeKind;
import dev.reconciler.contract.cases.CaseState;
import dev.reconciler.contract.cases.ConflictLook;
import dev.reconciler.contract.cases.ToldCase;
import dev.reconciler.git.conflict.SeenMerge;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.RepositoryId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConflictBookTest {
    private static final RepositoryId DATA = new RepositoryId("data");
    private static final CommitId LOCAL = new CommitId("1".repeat(40));
    private static final CommitId REMOTE = new CommitId("2".repeat(40));
    private static final PreservedConflict CONFLICT = conflict("08");
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

    @TempDir
    Path directory;

    private static PreservedConflict conflict(String hour) {
        return new PreservedConflict(new BranchName("conflicts/2026-11-27T" + hour + "-00-00Z"), LOCAL);
    }

    private static CaseNotice notice(PreservedConflict conflict, NoticeKind kind, Instant at, CaseState state) {
        return new CaseNotice(DATA, conflict, kind, at, ConflictLook.over(state, LOCAL, REMOTE), null);
    }

    private ConflictBook open() throws IOException {
        return ConflictBook.open(directory);
    }

    @Test
    void whatWasToldIsKnownAfterARestart() throws IOException {
        open().record(notice(CONFLICT, NoticeKind.OPENED, NOON, CaseState.OPEN), "{}");
        open().record(notice(CONFLICT, NoticeKind.REMINDED, NOON.plusSeconds(60), CaseState.OPEN), "{}");

        assertThat(open().findTold(DATA, CONFLICT)).isEqualTo(new ToldCase(NOON, NOON.plusSeconds(60), null));
        assertThat(open().listOpen(DATA)).containsExactly(CONFLICT);
        assertThat(open().listOpened(DATA)).containsExactly(NOON);
        assertThat(open().listOpen(new RepositoryId("other"))).isEmpty();
    }

    @Test
    void aMergedConflictIsClosedForTheCommitThatWasMerged() throws IOException {
        ConflictBook book = open();
        book.record(notice(CONFLICT, NoticeKind.OPENED, NOON, CaseState.OPEN), "{}");
        book.record(notice(CONFLICT, NoticeKind.CLOSED, NOON.plusSeconds(60), CaseState.MERGED), "{}");

        assertThat(open().findMerge(DATA, CONFLICT)).contains(new SeenMerge(REMOTE));
        assertThat(open().listOpen(DATA)).isEmpty();
        assertThat(open().findMerge(DATA, new PreservedConflict(CONFLICT.branch(), REMOTE)))
                .isEmpty();
        assertThat(open().findTold(DATA, CONFLICT)).isEqualTo(ToldCase.NOTHING);
    }

    @Test
    void aMergeThatAnEarlierVersionHasSeenIsKnown() throws IOException {
        open().recordMerge(DATA, CONFLICT, REMOTE);
        Path file = directory.resolve("conflicts.json");
        Files.writeString(file, Files.readString(file).replaceAll(",\"mergedInto\":\"[0-9a-f]*\"", ""));

        assertThat(open().findMerge(DATA, CONFLICT)).contains(new SeenMerge(null));
    }

    @Test
    void aDeletedConflictIsForgotten() throws IOException {
        ConflictBook book = open();
        book.record(notice(CONFLICT, NoticeKind.OPENED, NOON, CaseState.OPEN), "{}");
        book.record(notice(CONFLICT, NoticeKind.CLOSED, NOON.plusSeconds(60), CaseState.DELETED), "{}");

        assertThat(open().findMerge(DATA, CONFLICT)).isEmpty();
        assertThat(open().listOpen(DATA)).isEmpty();
    }

    @Test
    void ofBranchesThatNobodyDeletesTheNewestAreKnown() throws IOException {
        ConflictBook book = open();
        for (int i = 0; i < 201; i++) {
            book.recordMerge(DATA, conflict("10-" + i), REMOTE);
        }

        assertThat(open().findMerge(DATA, conflict("10-0"))).isEmpty();
        assertThat(open().findMerge(DATA, conflict("10-1"))).isPresent();
        assertThat(open().findMerge(DATA, conflict("10-200"))).isPresent();
    }

    /** A disk may have left anything there; what is open is told once more. */
    @Test
    void aBookThatCantBeUnderstoodIsBegunAnew() throws IOException {
        for (String text : new String[] {"", "{", "[]", "{\"cases\":[7]}", "\u0000\u0000"}) {
            Files.writeString(directory.resolve("conflicts.json"), text);

            ConflictBook book = open();
            book.record(notice(CONFLICT, NoticeKind.OPENED, NOON, CaseState.OPEN), "{}");

            assertThat(open().listOpen(DATA)).as(text).containsExactly(CONFLICT);
        }
    }

    @Test
    void whatTheDiskRefusesIsNotRemembered() throws IOException {
        ConflictBook book = open();
        Files.createDirectories(directory.resolve("conflicts.json.new/in-the-way"));

        assertThatThrownBy(() -> book.record(notice(CONFLICT, NoticeKind.OPENED, NOON, CaseState.OPEN), "{}"))
                .isInstanceOf(IOException.class);
        assertThat(book.listOpen(DATA)).isEmpty();
    }
}
