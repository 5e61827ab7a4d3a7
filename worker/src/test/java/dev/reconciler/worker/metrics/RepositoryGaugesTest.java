package dev.reconciler.worker.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.state.BranchPosition;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.access.Viewer;
import dev.reconciler.worker.config.ApiToken;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RepositoryGaugesTest {
    private static final RepositoryId DATA = new RepositoryId("data");
    private static final Viewer ALL = viewer(null);
    private static final CommitId HERE = new CommitId("1".repeat(40));
    private static final CommitId THERE = new CommitId("2".repeat(40));
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

    private Instant now = NOON;
    private List<Instant> opened = List.of();
    private final RepositoryGauges gauges = new RepositoryGauges(List.of(DATA), Map.of(), id -> opened, () -> now);

    @Test
    void agesGoOnBetweenTwoLooks() throws IOException {
        gauges.looked(DATA, new BranchPosition(HERE, THERE, 2, 1, NOON.minusSeconds(60), NOON.minusSeconds(5)));
        gauges.runEnded(agreed(), NOON.minusSeconds(1));

        now = NOON.plusSeconds(30);

        assertThat(scrape(ALL))
                .contains(
                        "reconciler_repository_ahead_commits{repository=\"data\"} 2.0",
                        "reconciler_repository_behind_commits{repository=\"data\"} 1.0",
                        "reconciler_repository_oldest_unpushed_age_seconds{repository=\"data\"} 90.0",
                        "reconciler_repository_oldest_missing_age_seconds{repository=\"data\"} 35.0",
                        "reconciler_repository_agreement_age_seconds{repository=\"data\"} 31.0",
                        "reconciler_repository_open_conflicts{repository=\"data\"} 0.0",
                        "reconciler_repository_oldest_conflict_age_seconds{repository=\"data\"} 0.0");
    }

    @Test
    void theOldestConflictSaysForHowLongAPersonIsWaitedFor() throws IOException {
        opened = List.of(NOON.minusSeconds(5), NOON.minusSeconds(3600));

        assertThat(scrape(ALL))
                .contains("reconciler_repository_open_conflicts{repository=\"data\"} 2.0")
                .contains("reconciler_repository_oldest_conflict_age_seconds{repository=\"data\"} 3600.0");
    }

    @Test
    void aCommitOfAClockThatIsAheadHasNoAge() throws IOException {
        gauges.looked(DATA, new BranchPosition(HERE, THERE, 1, 0, NOON.plusSeconds(3600), null));

        assertThat(scrape(ALL))
                .contains("oldest_unpushed_age_seconds{repository=\"data\"} 0.0")
                .contains("oldest_missing_age_seconds{repository=\"data\"} 0.0");
    }

    /** A series that says 0 would say that all is well. */
    @Test
    void whatIsNotKnownIsNoSeries() throws IOException {
        assertThat(scrape(ALL).lines().filter(line -> !line.contains("conflict")))
                .noneMatch(line -> line.contains("repository="));

        gauges.looked(DATA, new BranchPosition(HERE, null, null, null, null, null));

        assertThat(scrape(ALL))
                .doesNotContain("oldest_unpushed_age_seconds{", "oldest_missing_age_seconds{")
                .doesNotContain("agreement_age_seconds{", "ahead_commits{", "behind_commits{");
    }

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void onlyARunThatFoundBothSidesEqualIsAnAgreement(Outcome outcome) throws IOException {
        gauges.runEnded(agreed(), NOON.minusSeconds(100));

        gauges.runEnded(result(outcome, THERE), NOON);

        assertThat(scrape(ALL))
                .contains("last_outcome{outcome=\"" + outcome + "\",repository=\"data\"} 1.0")
                .contains("agreement_age_seconds{repository=\"data\"} 100.0");
    }

    @Test
    void aCloneThatIsGoneLeavesNoSeriesOfIt() throws IOException {
        gauges.looked(DATA, new BranchPosition(HERE, HERE, 0, 0, null, null));

        gauges.looked(DATA, null);

        assertThat(scrape(ALL)).doesNotContain("ahead_commits{");
    }

    /** Prometheus reads them every few seconds. */
    @Test
    void aThousandRepositoriesWithLongNamesAreAMegabyte() throws IOException {
        List<RepositoryId> many = IntStream.range(0, 1_000)
                .mapToObj(i -> new RepositoryId("data-of-a-department-with-a-long-name-" + i))
                .toList();
        Map<String, Duration> schedules =
                many.stream().collect(Collectors.toMap(RepositoryId::value, id -> Duration.ofMinutes(5)));
        RepositoryGauges all = new RepositoryGauges(many, schedules, id -> opened, () -> now);
        many.forEach(id -> {
            all.looked(id, new BranchPosition(HERE, THERE, 12, 345, NOON.minusMillis(123456789), NOON));
            all.runEnded(
                    ReconcileResult.builder(id, new BranchName("main"), Trigger.BOOT)
                            .outcome(Outcome.CONFLICT_ESCAPED, "")
                            .localBranch(HERE, THERE)
                            .remoteBranch(THERE)
                            .build(),
                    NOON);
        });

        String text = write(all.read(ALL));

        assertThat(text.lines().filter(line -> !line.startsWith("#"))).hasSize(9_000);
        assertThat(text.length()).isLessThan(1_200_000);
        assertThat(write(all.read(viewer(Set.of(many.get(7))))).length()).isLessThan(4_000);
    }

    private static Viewer viewer(Set<RepositoryId> repositories) {
        return new Viewer(
                new ApiToken("reader", () -> "canary", repositories, ApiToken.TokenAccess.READ),
                Viewer.ViewerProof.BEARER,
                "");
    }

    private static ReconcileResult agreed() {
        return result(Outcome.PUSHED_AHEAD, HERE);
    }

    private static ReconcileResult result(Outcome outcome, CommitId remote) {
        return ReconcileResult.builder(DATA, new BranchName("main"), Trigger.COMMIT)
                .outcome(outcome, "")
                .localBranch(HERE, HERE)
                .remoteBranch(remote)
                .build();
    }

    private String scrape(Viewer viewer) throws IOException {
        return write(gauges.read(viewer));
    }

    private static String write(List<MetricSnapshot> read) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        ExpositionFormats.init().getPrometheusTextFormatWriter().write(text, new MetricSnapshots(read));
        return text.toString(StandardCharsets.UTF_8);
    }
}
