package dev.reconciler.worker.page.text;

import dev.reconciler.contract.cases.ToldCase;
import dev.reconciler.worker.board.OpenConflict;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An open conflict, and what people were told of it.
 *
 * @param address of its view
 * @param conflict {@code <repository>/<UTC>}, by which commands name it
 * @param since since when it waits
 * @param told when people were first told of it; null before
 * @param reminded when they were last told again; null before
 * @param escalated when they were told that it waits for too long; null before
 * @param isOurs whether it is surely of the repository that shows it
 */
public record CaseLine(
        String address,
        String conflict,
        Moment since,
        @Nullable Moment told,
        @Nullable Moment reminded,
        @Nullable Moment escalated,
        boolean isOurs) {
    /** Shows a conflict, seen from that time. */
    public static CaseLine of(OpenConflict open, Instant now) {
        ToldCase told = open.told();
        return new CaseLine(
                "/conflicts/" + open.conflict(),
                open.conflict(),
                Moment.of(open.since(), now),
                show(told.openedAt(), now),
                show(told.remindedAt(), now),
                show(told.escalatedAt(), now),
                open.isOurs());
    }

    private static @Nullable Moment show(@Nullable Instant at, Instant now) {
        return at == null ? null : Moment.of(at, now);
    }

    /** How long it waits, and what was last done to get somebody to see to it. */
    public String describe() {
        String waits = "for " + since.lasting();
        if (escalated != null) {
            return waits + ", escalated " + escalated.ago();
        } else if (reminded != null) {
            return waits + ", reminded " + reminded.ago();
        } else if (told != null) {
            return waits + ", told " + told.ago();
        }
        return isOurs ? waits : waits + ", of unknown owner";
    }
}
