package dev.reconciler.worker.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.contract.RemoteState;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.temporal.embedded.EmbeddedTemporal;
import dev.reconciler.worker.temporal.embedded.FetchingActivities;
import dev.reconciler.worker.temporal.host.HostQueues;
import dev.reconciler.worker.temporal.host.WorkerObservers;
import dev.reconciler.worker.temporal.run.TemporalRunStarter;
import dev.reconciler.worker.temporal.run.WorkflowRuns;
import dev.reconciler.workflow.RunStatus;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A run has one span, however often its code is executed. */
class RunSpansTest {
    private static final String RUN_ID = "30ea5805-38f3-415c-abf0-b033f4ead357";

    private final AtomicInteger fetches = new AtomicInteger();
    private final List<String> ended = new ArrayList<>();

    private static HostRepository repository() {
        return new HostRepository(
                new RepositoryId("data"), "host-1", new BranchName("main"), List.of(), Duration.ofHours(1));
    }

    private RemoteState fetch() {
        if (fetches.incrementAndGet() == 1) {
            throw FetchingActivities.refusedConnection();
        }
        return FetchingActivities.inSync();
    }

    @Test
    void aQuestionToARunThatIsOverMakesNoSecondSpanAndEachAttemptHasItsOwn() throws Exception {
        try (OtlpReceiver collector = new OtlpReceiver();
                Traces traces = Traces.of(collector.variables(), "host-1").orElseThrow()) {
            WorkerObservers observers = WorkerObservers.of(result -> {});
            EmbeddedTemporal temporal = EmbeddedTemporal.start(
                    HostQueues.single("host-1", 2),
                    FetchingActivities.of(request -> fetch()),
                    new WorkerObservers(
                            observers.outcomes(), observers.steps(), observers.measures(), observers.cases(), traces));
            WorkflowRuns runs = new WorkflowRuns(temporal.client(), traces);
            CompletableFuture<ReconcileResult> result =
                    runs.run(TemporalRunStarter.newInput(repository(), Trigger.SCHEDULE));
            Awaitility.await().until(() -> fetches.get() == 1);
            // Ends the wait for the next attempt.
            runs.request(TemporalRunStarter.newInput(repository(), Trigger.MANUAL));
            result.join();
            WorkflowStub over = temporal.client().newUntypedWorkflowStub("reconcile/data");

            assertThat(over.query("status", RunStatus.class)).isNotNull();

            traces.close();
            List<ReceivedSpan> spans = collector.all();
            ReceivedSpan run = collector.only("RunWorkflow:ReconcileWorkflow");
            List<ReceivedSpan> attempts = spans.stream()
                    .filter(span -> span.name().equals("RunActivity:Fetch"))
                    .toList();
            assertThat(attempts).extracting(ReceivedSpan::parent).containsExactly(run.id(), run.id());
            assertThat(attempts).extracting(ReceivedSpan::isError).containsExactly(true, false);
            assertThat(attempts.get(0).attributes()).containsEntry("error.type", "RemoteUnavailable");
            assertThat(run.links()).hasSize(1);
            assertThat(run.attributes()).containsEntry("reconciler.outcome", "in-sync");
        }
    }

    // One that exports nothing makes no spans.
    private static SdkTracerProvider newProvider(RunIds ids) {
        return SdkTracerProvider.builder()
                .setIdGenerator(ids)
                .addSpanProcessor(SimpleSpanProcessor.create(SpanExporter.composite()))
                .build();
    }

    @Test
    void eachExecutionHasTheSameSpan() {
        RunIds ids = new RunIds();
        try (SdkTracerProvider provider = newProvider(ids)) {
            Tracer tracer = provider.get("test");

            Span first = new RunSpans(tracer, ids).begin("run", Context.root(), RUN_ID, 0);
            Span second = new RunSpans(tracer, ids).begin("run", Context.root(), RUN_ID, 0);
            Span other = tracer.spanBuilder("other").startSpan();

            assertThat(second.getSpanContext()).isEqualTo(first.getSpanContext());
            assertThat(first.getSpanContext().getTraceId()).isEqualTo(RUN_ID.replace("-", ""));
            assertThat(other.getSpanContext().getTraceId())
                    .isNotEqualTo(first.getSpanContext().getTraceId());
        }
    }

    @Test
    void anEndThatTemporalRefusedIsTakenBackByTheNextExecution() {
        RunIds ids = new RunIds();
        try (SdkTracerProvider provider = SdkTracerProvider.builder().build()) {
            RunSpans spans = new RunSpans(provider.get("test"), ids);
            spans.end(RUN_ID, () -> ended.add("refused"));

            assertThat(spans.takeBack(RUN_ID)).isNotNull();
            spans.end(RUN_ID, () -> ended.add("accepted"));
            spans.endHeld();
            spans.endHeld();

            assertThat(ended).containsExactly("accepted");
        }
    }
}
