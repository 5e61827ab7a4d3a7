package dev.reconciler.worker.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.server.FullServer;
import dev.reconciler.server.OnFullServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same on a full server, whose runs stay open for a moment. */
@Tag("slow")
@OnFullServer
class TracesOnServerTest {
    @TempDir
    Path root;

    @Test
    void aRequestToARunThatLingersIsALinkOfItsOnlySpan() throws Exception {
        String first = TracedHost.randomTrace();
        String second = TracedHost.randomTrace();
        String third = TracedHost.randomTrace();
        String address = FullServer.shared().orElseThrow().address();
        try (OtlpReceiver collector = new OtlpReceiver()) {
            try (TracedHost host = new TracedHost(root, "traced", address, collector.variables())) {
                // The boot run lingers too, and would take the requests.
                collector.awaitRunOf("traced");
                host.commitOnRemote("one.txt");
                host.requestReload("00-" + first + "-00f067aa0ba902b7-01");
                host.awaitTold(1);
                host.commitOnRemote("two.txt");
                host.requestReload("00-" + second + "-00f067aa0ba902b7-01");
                host.awaitTold(2);
                host.awaitRun("00-" + third + "-00f067aa0ba902b7-01");
                // It may linger still, and a worker that has ended sends no spans.
                collector.awaitRun(first);
            }

            ReceivedSpan run = collector.only(first, "RunWorkflow:ReconcileWorkflow");
            assertThat(run.parent())
                    .isEqualTo(collector
                            .only(first, "SignalWithStartWorkflow:ReconcileWorkflow")
                            .id());
            assertThat(run.links())
                    .isSubsetOf(
                            collector
                                    .only(second, "SignalWithStartWorkflow:ReconcileWorkflow")
                                    .id(),
                            collector
                                    .only(third, "UpdateWithStartWorkflow:ReconcileWorkflow")
                                    .id());
            assertThat(List.of(first, second, third))
                    .allSatisfy(trace -> assertThat(collector.find(trace, "RunWorkflow:ReconcileWorkflow"))
                            .hasSizeLessThan(2));
        }
    }
}
