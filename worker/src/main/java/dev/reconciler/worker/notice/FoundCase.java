package dev.reconciler.worker.notice;

import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.notice.message.CaseKind;
import java.time.Instant;
import java.util.List;

/**
 * A case as a look finds it.
 *
 * @param id the same for the same case in each look
 * @param title what is wrong, on one line
 * @param text what a person should know and can do
 * @param repositories those that it is about; none: the whole host
 * @param since when it began, as far as anybody knows
 * @param isExplained whether another case is why this one is there: then nobody is told of it
 */
record FoundCase(
        String id,
        CaseKind kind,
        String title,
        String text,
        List<RepositoryId> repositories,
        Instant since,
        boolean isExplained) {
    FoundCase {
        repositories = List.copyOf(repositories);
    }
}
