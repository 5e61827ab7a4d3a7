package dev.reconciler.worker.conflict;

import dev.reconciler.contract.cases.CaseNotice;
import dev.reconciler.contract.cases.CaseNotice.NoticeKind;
import dev.reconciler.contract.cases.CaseNotices;
import dev.reconciler.contract.cases.CaseState;
import dev.reconciler.contract.cases.ToldCase;
import dev.reconciler.worker.event.EventFeed;
import dev.reconciler.worker.state.ConflictBook;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Tells people of cases: in the events of this host. What they were told is written down before. */
public final class ToldCases implements CaseNotices {
    private final ConflictBook book;
    private final EventFeed events;

    /** Tells in those events, and by that book. */
    public ToldCases(ConflictBook book, EventFeed events) {
        this.book = book;
        this.events = events;
    }

    @Override
    public synchronized ToldCase tell(CaseNotice notice) {
        ToldCase before = book.findTold(notice.repository(), notice.conflict());
        if (isTold(before, notice)) {
            return before;
        }
        try {
            ToldCase told = book.record(notice);
            // A conflict that was over before anybody was told of it is no news.
            if (notice.kind() != NoticeKind.CLOSED || before.openedAt() != null) {
                events.caseChanged(notice);
            }
            return told;
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    /** By an attempt whose answer was lost, or by a case that the Temporal service has forgotten. */
    private boolean isTold(ToldCase before, CaseNotice notice) {
        return switch (notice.kind()) {
            case OPENED -> before.openedAt() != null;
            case REMINDED -> before.remindedAt() != null && !before.remindedAt().isBefore(notice.at());
            case ESCALATED -> before.escalatedAt() != null;
            case CLOSED ->
                notice.look().state() == CaseState.MERGED && book.isClosed(notice.repository(), notice.conflict());
        };
    }
}
