package dev.reconciler.workflow.cases;

import dev.reconciler.contract.CaseTerms;
import dev.reconciler.contract.cases.CaseNotice.NoticeKind;
import dev.reconciler.contract.cases.ToldCase;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When people are told of an open case: at once, again after each interval, and with more weight once it has been open for
 * too long. One notice at a time: what is told with more weight needs no reminder beside it.
 */
final class CaseSchedule {
    private CaseSchedule() {}

    /** What they are to be told now; empty where it is nothing. */
    static Optional<NoticeKind> findDue(CaseTerms terms, ToldCase told, Instant now) {
        if (told.openedAt() == null) {
            return Optional.of(NoticeKind.OPENED);
        }
        if (told.escalatedAt() == null && !now.isBefore(told.openedAt().plus(terms.escalateAfter()))) {
            return Optional.of(NoticeKind.ESCALATED);
        }
        return now.isBefore(nextReminder(terms, told, told.openedAt()))
                ? Optional.empty()
                : Optional.of(NoticeKind.REMINDED);
    }

    /** How long it is until they are to be told something; never negative. */
    static Duration untilNext(CaseTerms terms, ToldCase told, Instant now) {
        Instant opened = told.openedAt();
        if (opened == null) {
            return Duration.ZERO;
        }
        Instant next = nextReminder(terms, told, opened);
        Instant escalation = opened.plus(terms.escalateAfter());
        if (told.escalatedAt() == null && escalation.isBefore(next)) {
            next = escalation;
        }
        return next.isBefore(now) ? Duration.ZERO : Duration.between(now, next);
    }

    private static Instant nextReminder(CaseTerms terms, ToldCase told, Instant opened) {
        @Nullable Instant last = told.remindedAt();
        return Objects.requireNonNullElse(last, opened).plus(terms.remindEvery());
    }
}
