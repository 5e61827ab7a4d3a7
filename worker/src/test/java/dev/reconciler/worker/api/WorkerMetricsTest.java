package dev.reconciler.worker.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What Prometheus reads of a worker that is at work. */
class WorkerMetricsTest extends ApplicationFixture {
    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void aRunIsMeasuredFromItsRequestToItsOutcome() throws Exception {
        data.script("commit $CLONE l.txt l");
        Received pushed = post(TOKEN, "/api/v1/repositories/data/runs?wait=30s");
        assertThat(pushed.body().get("outcome").asText()).isEqualTo("pushed-ahead");

        Awaitility.await().untilAsserted(() -> assertThat(scrape(SECOND))
                .contains(
                        "reconciler_runs_total{outcome=\"pushed-ahead\",trigger=\"manual\"} 1.0",
                        "reconciler_repository_last_outcome{outcome=\"pushed-ahead\",repository=\"data\"} 1.0",
                        "reconciler_repository_ahead_commits{repository=\"data\"} 0.0",
                        "reconciler_repository_oldest_unpushed_age_seconds{repository=\"data\"} 0.0",
                        "reconciler_repository_agreement_age_seconds{repository=\"data\"} ",
                        "reconciler_step_duration_seconds_count{step=\"push\"} 1",
                        "reconciler_disk_slots_used 0.0",
                        "reconciler_remote_slots{remote=\"this-disk\"} ",
                        "reconciler_temporal_reachable 1.0",
                        "reconciler_boot_runs_open 0.0",
                        "temporal_activity_execution_latency_seconds_bucket{activity_type=\"Push\"",
                        "temporal_workflow_completed_total{",
                        "temporal_num_pollers{"));
    }

    @Test
    void aTokenOfOneRepositoryReadsNothingOfAnother() throws Exception {
        assertThat(scrape(TOKEN).lines().filter(line -> !line.startsWith("#")))
                .isNotEmpty()
                .allMatch(line -> line.contains("repository=\"data\""));
    }

    private String scrape(String token) throws Exception {
        return client.send(
                        HttpRequest.newBuilder(address().resolve("/metrics"))
                                .header("Authorization", "Bearer " + token)
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
