package dev.reconciler.worker.page;

import dev.reconciler.model.Outcome;
import dev.reconciler.worker.board.BoardEntry;
import dev.reconciler.worker.board.PassedRun;
import dev.reconciler.worker.board.RepositoryBoard.BoardReading;
import dev.reconciler.worker.page.text.CaseLine;
import dev.reconciler.worker.page.text.Moment;
import dev.reconciler.worker.page.text.PlainWords;
import dev.reconciler.worker.status.RepositoryState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The view of many repositories.
 *
 * @param query the text that was looked for
 * @param state the word of the state that was looked for; empty: any
 * @param filters a choice of states, the chosen one marked
 * @param rows those of this page
 * @param matching how many fit the query
 * @param page counted from one
 * @param pages at least one
 * @param previous the address of the page before; null where there is none
 * @param next the address of the page after; null where there is none
 * @param isTemporalAway whether Temporal did not answer what is under way
 */
public record RepositoryList(
        String query,
        String state,
        List<StateFilter> filters,
        List<RepositoryRow> rows,
        int matching,
        int page,
        int pages,
        @Nullable String previous,
        @Nullable String next,
        boolean isTemporalAway) {
    /** What somebody has to look at comes first. */
    private static final List<RepositoryState> ORDER = List.of(
            RepositoryState.FAILED,
            RepositoryState.ESCAPED,
            RepositoryState.RETRYING,
            RepositoryState.RUNNING,
            RepositoryState.UNKNOWN,
            RepositoryState.SETTLED);

    private static final int ROWS = 50;

    /** Chooses what the query asks for. */
    static RepositoryList of(BoardReading board, ListQuery query, Instant now) {
        List<BoardEntry> found = board.entries().stream()
                .filter(entry -> query.matches(textsOf(entry)))
                .toList();
        List<BoardEntry> matching = found.stream()
                .filter(entry -> query.state().filter(entry.state()::equals).isPresent()
                        || query.state().isEmpty())
                .sorted(Comparator.comparing((BoardEntry entry) -> ORDER.indexOf(entry.state()))
                        .thenComparing(entry -> entry.unpushed() == 0)
                        .thenComparing(entry -> entry.repository().id().value()))
                .toList();
        int pages = Math.max(1, (matching.size() + ROWS - 1) / ROWS);
        int page = Math.min(query.page(), pages);
        List<RepositoryRow> rows = matching.stream()
                .skip((long) (page - 1) * ROWS)
                .limit(ROWS)
                .map(entry -> RepositoryRow.of(entry, now))
                .toList();
        return new RepositoryList(
                query.text(),
                query.state().map(RepositoryState::wire).orElse(""),
                listFilters(found, query),
                rows,
                matching.size(),
                page,
                pages,
                page > 1 ? query.addressOf(page - 1) : null,
                page < pages ? query.addressOf(page + 1) : null,
                !board.isTemporalAnswering());
    }

    private static List<String> textsOf(BoardEntry entry) {
        return List.of(
                entry.repository().id().value(),
                entry.repository().branch().value(),
                entry.repository().remote().value(),
                PlainWords.describeState(entry.state()));
    }

    private static List<StateFilter> listFilters(List<BoardEntry> found, ListQuery query) {
        Map<RepositoryState, Long> counts =
                found.stream().collect(Collectors.groupingBy(BoardEntry::state, Collectors.counting()));
        List<StateFilter> filters = new ArrayList<>();
        filters.add(new StateFilter(
                "all",
                "all",
                found.size(),
                query.addressWith(null),
                query.state().isEmpty()));
        for (RepositoryState state : ORDER) {
            boolean isChosen = query.state().filter(state::equals).isPresent();
            int count = Math.toIntExact(counts.getOrDefault(state, 0L));
            if (isChosen || count > 0) {
                filters.add(new StateFilter(
                        PlainWords.describeState(state), state.wire(), count, query.addressWith(state), isChosen));
            }
        }
        return filters;
    }

    /**
     * A choice of one state.
     *
     * @param words for people
     * @param word for the style
     */
    public record StateFilter(String words, String word, int count, String address, boolean isChosen) {}

    /**
     * One repository of many.
     *
     * @param since since when it is in its state; null where nobody saw it get there
     * @param waits what it waits for; empty where it waits for nothing
     * @param unpushedSince since when its oldest commit waits; null where none does
     */
    public record RepositoryRow(
            String id,
            String branch,
            String state,
            String stateWords,
            @Nullable Moment since,
            String waits,
            int unpushed,
            int behind,
            @Nullable Moment unpushedSince,
            List<RunMark> runs,
            List<CaseLine> conflicts) {
        private static final int MARKS = 8;

        static RepositoryRow of(BoardEntry entry, Instant now) {
            Instant since = entry.since();
            Instant unpushedSince =
                    entry.position().map(position -> position.unpushedSince()).orElse(null);
            Integer behind = entry.position().map(position -> position.behind()).orElse(null);
            return new RepositoryRow(
                    entry.repository().id().value(),
                    entry.repository().branch().value(),
                    entry.state().wire(),
                    PlainWords.describeState(entry.state()),
                    since == null ? null : Moment.of(since, now),
                    PlainWords.describeWait(entry, now),
                    entry.unpushed(),
                    behind == null ? 0 : behind,
                    unpushedSince == null ? null : Moment.of(unpushedSince, now),
                    entry.lastRuns().stream()
                            .limit(MARKS)
                            .map(run -> RunMark.of(run, now))
                            .toList(),
                    entry.conflicts().stream()
                            .map(conflict -> CaseLine.of(conflict, now))
                            .toList());
        }
    }

    /**
     * A run as a mark of one letter's width.
     *
     * @param grade how it is marked
     * @param outcome its word
     */
    public record RunMark(String grade, String outcome, String ago) {
        static RunMark of(PassedRun run, Instant now) {
            Outcome outcome = run.result().outcome();
            return new RunMark(
                    PlainWords.gradeOutcome(outcome),
                    outcome.wire(),
                    Moment.of(run.endedAt(), now).ago());
        }
    }
}
