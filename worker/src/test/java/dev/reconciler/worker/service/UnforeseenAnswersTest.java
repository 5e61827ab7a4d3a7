package dev.reconciler.worker.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.worker.Assembly;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.reader.ConfigurationReader;
import dev.reconciler.worker.port.HostService;
import dev.reconciler.worker.state.WorkerAddress;
import dev.reconciler.worker.temporal.connection.FakeTemporal;
import io.grpc.Status;
import io.temporal.api.workflowservice.v1.ExecuteMultiOperationRequest;
import io.temporal.api.workflowservice.v1.ExecuteMultiOperationResponse;
import io.temporal.api.workflowservice.v1.SignalWithStartWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker whose Temporal service, or a proxy before it, answers requests of runs in a way that nobody foresaw. */
@Tag("slow")
class UnforeseenAnswersTest {
    private static final String JOB = "the-token-of-a-job-of-ci";

    @TempDir
    Path root;

    private final HttpClient client = HttpClient.newHttpClient();
    private final FakeTemporal temporal = FakeTemporal.ofEndedRuns();
    private HostService service;
    private WorkerAddress worker;

    @BeforeEach
    void serve() throws Exception {
        temporal.answer(WorkflowServiceGrpc.getSignalWithStartWorkflowExecutionMethod(), request -> {
            if (request.getWorkflowId().equals("reconcile/data")) {
                throw newUnforeseen();
            }
            return SignalWithStartWorkflowExecutionResponse.getDefaultInstance();
        });
        temporal.<ExecuteMultiOperationRequest, ExecuteMultiOperationResponse>answer(
                WorkflowServiceGrpc.getExecuteMultiOperationMethod(), request -> {
                    throw newUnforeseen();
                });
        Files.writeString(root.resolve("ci"), JOB);
        Configuration configuration = new ConfigurationReader(Map.of(), Optional::empty)
                .read(Files.writeString(root.resolve("reconciler.yaml"), """
                        temporal: { address: "%s" }
                        host: host-1
                        state: state
                        repositories:
                          - { id: data, path: data, remote: remote.git, branch: main, watch: false }
                        webhook: { listen: "127.0.0.1:0", reloadToken: "file:ci" }
                        """.formatted(temporal.address())));
        service = new Assembly(Map.of()).service(configuration, false);
        new Thread(service::run, "service").start();
        worker = Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> WorkerAddress.find(root.resolve("state")), Optional::isPresent)
                .orElseThrow();
    }

    @AfterEach
    void end() {
        service.close();
        temporal.close();
    }

    private static RuntimeException newUnforeseen() {
        return Status.FAILED_PRECONDITION.withDescription("said a proxy").asRuntimeException();
    }

    private HttpResponse<String> post(String path, String token, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(worker.url() + path))
                        .header("Authorization", "Bearer " + token)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static void assertLater(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("10");
    }

    @Test
    void aJobIsToldToAskAgainLater() throws Exception {
        String push = "{\"repository\":\"data\",\"branch\":\"main\",\"commitHash\":\"" + "a".repeat(40) + "\"}";

        assertLater(post("/webhooks/reload", JOB, push));
        assertLater(post("/webhooks/reload?wait=30s", JOB, push));
    }

    @Test
    void anApplicationIsToldToAskAgainLater() throws Exception {
        assertLater(post("/api/v1/repositories/data/runs", worker.secret(), ""));
        assertLater(post("/api/v1/repositories/data/runs?wait=30s", worker.secret(), ""));
    }
}
