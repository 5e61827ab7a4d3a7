package dev.reconciler.worker.metrics;

import dev.reconciler.git.state.BranchPosition;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.access.Viewer;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The gauges of each repository, computed from what is known at the moment of the scrape: ages go on between two looks.
 * Safe for use by several threads.
 */
final class RepositoryGauges {
    private static final String PREFIX = "reconciler_repository_";
    private static final String LABEL = "repository";

    private final Map<String, RepositoryFigures> known = new ConcurrentSkipListMap<>();
    private final Map<String, Duration> schedules;
    private final Function<RepositoryId, List<Instant>> cases;
    private final InstantSource clock;

    /**
     * @param repositories the only ones that are ever shown
     * @param schedules the interval of each that has one
     * @param cases since when each open conflict of a repository is a case
     */
    RepositoryGauges(
            Collection<RepositoryId> repositories,
            Map<String, Duration> schedules,
            Function<RepositoryId, List<Instant>> cases,
            InstantSource clock) {
        repositories.forEach(id -> known.put(id.value(), RepositoryFigures.UNKNOWN));
        this.schedules = Map.copyOf(schedules);
        this.cases = cases;
        this.clock = clock;
    }

    void runEnded(ReconcileResult result, Instant at) {
        known.computeIfPresent(result.repository().value(), (id, figures) -> figures.withResult(result, at));
    }

    void looked(RepositoryId repository, @Nullable BranchPosition position) {
        known.computeIfPresent(repository.value(), (id, figures) -> figures.withPosition(position));
    }

    /** Reads the gauges of the repositories that the viewer sees. */
    List<MetricSnapshot> read(Viewer viewer) {
        Instant now = clock.instant();
        return List.of(
                gauge(viewer, "ahead_commits", "Commits here that the remote has not", of(BranchPosition::ahead)),
                gauge(viewer, "behind_commits", "Commits of the remote that are not here", of(BranchPosition::behind)),
                gauge(
                        viewer,
                        "oldest_unpushed_age_seconds",
                        "Age of the oldest commit here that the remote has not, 0 without one: what a loss of this host"
                                + " would cost",
                        of(position -> countAge(position, position.unpushedSince(), now))),
                gauge(
                        viewer,
                        "oldest_missing_age_seconds",
                        "Age of the oldest commit of the remote that is not here, 0 without one: what a loss of the remote"
                                + " would cost",
                        of(position -> countAge(position, position.missingSince(), now))),
                gauge(
                        viewer,
                        "agreement_age_seconds",
                        "Since a run last found, or made, both sides equal",
                        figures -> figures.agreedAt() == null ? null : countSeconds(figures.agreedAt(), now)),
                readCases(viewer, "open_conflicts", "Conflicts that wait for a person", List::size),
                readCases(
                        viewer,
                        "oldest_conflict_age_seconds",
                        "Since people were first told of the oldest conflict that waits for them, 0 without one",
                        opened -> opened.stream()
                                .min(Instant::compareTo)
                                .map(at -> countSeconds(at, now))
                                .orElse(0.0)),
                readSchedules(viewer),
                readOutcomes(viewer));
    }

    private static Function<RepositoryFigures, @Nullable Number> of(Function<BranchPosition, @Nullable Number> figure) {
        return figures -> figures.position() == null ? null : figure.apply(figures.position());
    }

    private static @Nullable Number countAge(BranchPosition position, @Nullable Instant since, Instant now) {
        if (position.remote() == null) {
            return null;
        }
        return since == null ? 0 : countSeconds(since, now);
    }

    // The clock of a committer may be ahead.
    private static double countSeconds(Instant since, Instant now) {
        return Math.max(0, Duration.between(since, now).toMillis()) / 1000.0;
    }

    private MetricSnapshot gauge(
            Viewer viewer, String name, String help, Function<RepositoryFigures, @Nullable Number> figure) {
        GaugeSnapshot.Builder gauge =
                GaugeSnapshot.builder().name(PREFIX + name).help(help);
        known.forEach((id, figures) -> {
            Number value = viewer.sees(new RepositoryId(id)) ? figure.apply(figures) : null;
            if (value != null) {
                gauge.dataPoint(newPoint(value.doubleValue(), Labels.of(LABEL, id)));
            }
        });
        return gauge.build();
    }

    private MetricSnapshot readCases(Viewer viewer, String name, String help, Function<List<Instant>, Number> figure) {
        GaugeSnapshot.Builder gauge =
                GaugeSnapshot.builder().name(PREFIX + name).help(help);
        known.keySet().stream()
                .map(RepositoryId::new)
                .filter(viewer::sees)
                .forEach(id -> gauge.dataPoint(
                        newPoint(figure.apply(cases.apply(id)).doubleValue(), Labels.of(LABEL, id.value()))));
        return gauge.build();
    }

    private MetricSnapshot readSchedules(Viewer viewer) {
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder()
                .name(PREFIX + "schedule_seconds")
                .help("The configured interval between two runs; absent without a schedule");
        schedules.forEach((id, every) -> {
            if (viewer.sees(new RepositoryId(id))) {
                gauge.dataPoint(newPoint(every.toMillis() / 1000.0, Labels.of(LABEL, id)));
            }
        });
        return gauge.build();
    }

    private MetricSnapshot readOutcomes(Viewer viewer) {
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder()
                .name(PREFIX + "last_outcome")
                .help("1, with the outcome of the last run as a label");
        known.forEach((id, figures) -> {
            Outcome outcome = figures.outcome();
            if (outcome != null && viewer.sees(new RepositoryId(id))) {
                gauge.dataPoint(newPoint(1, Labels.of(LABEL, id, "outcome", outcome.wire())));
            }
        });
        return gauge.build();
    }

    private static GaugeDataPointSnapshot newPoint(double value, Labels labels) {
        return GaugeDataPointSnapshot.builder().value(value).labels(labels).build();
    }
}
