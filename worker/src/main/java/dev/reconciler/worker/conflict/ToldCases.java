package dev.reconciler.worker.conflict;

import dev.reconciler.contract.cases.CaseNotice;
import dev.reconciler.contract.cases.CaseNotices;
import dev.reconciler.contract.cases.CaseState;
import dev.reconciler.contract.cases.ToldCase;
import dev.reconciler.worker.event.EventFeed;
import dev.reconciler.worker.state.ConflictBook;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells people of cases: in the events of this host. What they were told is written down before. */
public final class ToldCases implements CaseNotices {
    private static final Logger LOG = LoggerFactory.getLogger(ToldCases.class);

    private final ConflictBook book;
    private final EventFeed events;

    private ToldCases(ConflictBook book, EventFeed events) {
        this.book = book;
        this.events = events;
    }

    /** Tells in those events, and by that book. What a worker that was killed has written down only is said first. */
    public static ToldCases goOn(ConflictBook book, EventFeed events) {
        ToldCases told = new ToldCases(book, events);
        told.sayUnsaid();
        return told;
    }

    @Override
    public synchronized ToldCase tell(CaseNotice notice) {
        ToldCase before = book.findTold(notice.repository(), notice.conflict());
        if (isTold(before, notice)) {
            return before;
        }
        try {
            ToldCase told = book.record(notice, EventFeed.describeCase(notice));
            sayUnsaid();
            return told;
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    private void sayUnsaid() {
        for (ConflictBook.News news : book.listUnsaid()) {
            events.sayOnce(news.repository(), news.event());
            try {
                book.noteSaid(news);
            } catch (IOException refused) {
                // The events have it: it is not said again.
                LOG.warn("what was said of a case can't be noted as said: {}", refused.toString());
            }
        }
    }

    /** By an attempt whose answer was lost, or by a case that the Temporal service has forgotten. */
    private boolean isTold(ToldCase before, CaseNotice notice) {
        return switch (notice.kind()) {
            case OPENED -> before.openedAt() != null;
            case REMINDED -> before.remindedAt() != null && !before.remindedAt().isBefore(notice.at());
            case ESCALATED -> before.escalatedAt() != null;
            case CLOSED ->
                notice.look().state() == CaseState.MERGED
                        && book.findMerge(notice.repository(), notice.conflict())
                                .isPresent();
        };
    }
}
