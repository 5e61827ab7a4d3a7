package dev.reconciler.worker.arrivals;

import dev.reconciler.worker.arrivals.Arrivals.Answer;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How long requests waited for their answers. */
record Waits(List<Answer> answers) {
    private static final double MILLIS = 1e6;

    Waits {
        answers = List.copyOf(answers);
    }

    /** What that share of them did not exceed, in milliseconds. */
    double percentile(int percent) {
        List<Long> sorted =
                answers.stream().map(each -> each.waited().toNanos()).sorted().toList();
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100)) / MILLIS;
    }

    /** How many that came later were answered before, at most. */
    int mostOvertaken() {
        return IntStream.range(0, answers.size())
                .map(this::countOvertaking)
                .max()
                .orElse(0);
    }

    private int countOvertaking(int request) {
        int place = answers.get(request).place();
        return (int) answers.subList(request, answers.size()).stream()
                .filter(later -> later.place() < place)
                .count();
    }

    /** The longest wait of each repository, the shortest of them first, in milliseconds. */
    List<Double> longestByRepository() {
        Map<Integer, Long> longest = answers.stream()
                .collect(Collectors.toMap(
                        Answer::repository, each -> each.waited().toNanos(), Math::max));
        return longest.values().stream()
                .sorted(Comparator.naturalOrder())
                .map(nanos -> nanos / MILLIS)
                .toList();
    }

    /** As cells of a table. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%.0f | %.0f | %.0f | %.0f",
                percentile(50),
                percentile(95),
                percentile(99),
                percentile(100));
    }
}
