package dev.reconciler.worker.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a request to the application that is told of its run, as a collector of traces receives it. */
@Tag("slow")
class TracesTest {
    private static final String SENDER = "00f067aa0ba902b7";
    private static final String RUN = "RunWorkflow:ReconcileWorkflow";

    @TempDir
    static Path root;

    private static OtlpReceiver collector;
    private static TracedHost host;

    @BeforeAll
    static void start() throws Exception {
        collector = new OtlpReceiver();
        host = new TracedHost(root, "data", null, collector.variables());
    }

    @AfterAll
    static void stop() throws Exception {
        host.close();
        collector.close();
    }

    private static String sentBy(String trace) {
        return "00-" + trace + "-" + SENDER + "-01";
    }

    @Test
    void oneTraceLeadsFromTheSenderOfAWebhookToTheCallOfTheApplication() throws Exception {
        String trace = TracedHost.randomTrace();
        String before = host.tip(host.data.local());
        int calls = host.told.size();
        host.commitOnRemote("one.txt");

        assertThat(host.requestReload(sentBy(trace))).isEqualTo(202);

        ReceivedSpan run = collector.awaitRun(trace);
        ReceivedSpan webhook = collector.only(trace, "POST /webhooks/reload");
        ReceivedSpan request = collector.only(trace, "SignalWithStartWorkflow:ReconcileWorkflow");
        assertThat(webhook.parent()).isEqualTo(SENDER);
        assertThat(request.parent()).isEqualTo(webhook.id());
        assertThat(run.parent()).isEqualTo(request.id());
        for (String step : List.of("Fetch", "Classify", "Advance", "Reload")) {
            assertThat(collector.only(trace, "RunActivity:" + step).parent()).isEqualTo(run.id());
        }
        ReceivedSpan call = collector.only(trace, "POST");
        assertThat(call.parent())
                .isEqualTo(collector.only(trace, "RunActivity:Reload").id());
        assertThat(host.told.subList(calls, host.told.size())).containsExactly("00-" + trace + "-" + call.id() + "-01");
        assertThat(run.isError()).isFalse();
        assertThat(run.links()).isEmpty();
        assertThat(run.attributes())
                .containsAllEntriesOf(Map.of(
                        "reconciler.repository", "data",
                        "reconciler.trigger", "webhook",
                        "reconciler.outcome", "fast-forwarded",
                        "reconciler.old_commit", before,
                        "reconciler.new_commit", host.tip(host.data.remote())));
        assertThat(run.resource())
                .containsAllEntriesOf(Map.of(
                        "service.name", "reconciler",
                        "host.name", "host-of-data",
                        "deployment.environment.name", "test"));
        assertThat(collector.ofTrace(trace).toString()).doesNotContain("canary");
        String page = Files.readString(Path.of("../docs/tracing.md"));
        assertThat(collector.ofTrace(trace))
                .allSatisfy(span -> assertThat(page).contains(span.attributes().keySet()));
        assertThat(collector.logins()).containsOnly("Bearer canary-collector");
    }

    @Test
    void aRequestThatWaitsForItsRunIsOfTheSameTrace() throws Exception {
        String trace = TracedHost.randomTrace();

        assertThat(host.awaitRun(sentBy(trace))).isEqualTo(200);

        ReceivedSpan run = collector.awaitRun(trace);
        ReceivedSpan asked = collector.only(trace, "POST /api/v1/repositories/{id}/runs");
        ReceivedSpan request = collector.only(trace, "UpdateWithStartWorkflow:ReconcileWorkflow");
        assertThat(List.of(request.parent(), run.parent())).containsExactly(asked.id(), request.id());
        assertThat(run.links()).isEmpty();
    }

    @Test
    void aRunLinksToARequestThatCameWhileItWasUnderWay() throws Exception {
        String first = TracedHost.randomTrace();
        String second = TracedHost.randomTrace();
        CountDownLatch answer = new CountDownLatch(1);
        host.holdApplication(answer);
        int calls = host.told.size();
        host.commitOnRemote("two.txt");
        host.requestReload(sentBy(first));
        host.awaitTold(calls + 1);
        host.commitOnRemote("three.txt");

        host.requestReload(sentBy(second));
        answer.countDown();

        ReceivedSpan run = collector.awaitRun(first);
        assertThat(run.links())
                .containsExactly(collector
                        .only(second, "SignalWithStartWorkflow:ReconcileWorkflow")
                        .id());
        assertThat(collector.find(first, "RunActivity:Fetch")).hasSizeGreaterThan(1);
        assertThat(collector.find(second, RUN)).isEmpty();
    }

    @Test
    void aFailureIsOfTheClassThatSaysWhoMustAct() throws Exception {
        String trace = TracedHost.randomTrace();

        host.requestReload("data-gone", sentBy(trace), TracedHost.CI);

        ReceivedSpan run = collector.awaitRun(trace);
        ReceivedSpan fetch = collector.only(trace, "RunActivity:Fetch");
        assertThat(List.of(run.isError(), fetch.isError())).containsOnly(true);
        assertThat(List.of(run.attributes(), fetch.attributes()))
                .allSatisfy(attributes -> assertThat(attributes).containsEntry("error.type", "RepositoryMissing"));
        assertThat(run.attributes()).containsEntry("reconciler.outcome", "failed");
    }

    @Test
    void theCaseOfAConflictBelongsToTheTraceOfTheRunThatOpenedIt() throws Exception {
        String trace = TracedHost.randomTrace();
        String decision = TracedHost.randomTrace();
        host.data.script("""
                commit $REMOTE base.txt theirs
                commit $CLONE base.txt ours
                """);

        host.requestReload(sentBy(trace));

        ReceivedSpan run = collector.awaitRun(trace);
        ReceivedSpan opening = collector.only(trace, "RunActivity:OpenCases");
        ReceivedSpan request = collector.only(trace, "SignalWithStartWorkflow:ConflictWorkflow");
        assertThat(run.attributes()).containsEntry("reconciler.outcome", "conflict-escaped");
        assertThat(List.of(opening.parent(), request.parent())).containsExactly(run.id(), opening.id());

        String branch = run.attributes().get("reconciler.conflict_branch");
        host.decide(branch.substring(branch.indexOf('/') + 1), "keep-remote", sentBy(decision));

        collector.await(trace, "RunWorkflow:ConflictWorkflow");
        ReceivedSpan conflict = collector.only(trace, "RunWorkflow:ConflictWorkflow");
        assertThat(conflict.parent()).isEqualTo(request.id());
        for (String step : List.of("Look", "TellCase")) {
            assertThat(collector.find(trace, "RunActivity:" + step))
                    .isNotEmpty()
                    .allSatisfy(span -> assertThat(span.parent()).isEqualTo(conflict.id()));
        }
        assertThat(collector.awaitRun(decision).attributes()).containsEntry("reconciler.trigger", "conflict");
    }

    @Test
    void aCommandIsOfTheTraceThatItsEnvironmentNames() {
        String trace = TracedHost.randomTrace();

        assertThat(host.awaitRunOfCommand(Map.of("TRACEPARENT", sentBy(trace))).error())
                .isNull();

        collector.awaitRun(trace);
        assertThat(collector.only(trace, "POST /api/v1/repositories/{id}/runs").parent())
                .isEqualTo(SENDER);
    }

    @Test
    void aStrangerMakesNoTrace() throws Exception {
        String stranger = TracedHost.randomTrace();
        String known = TracedHost.randomTrace();
        host.commitOnRemote("four.txt");

        assertThat(host.requestReload("data", sentBy(stranger), "wrong")).isEqualTo(401);

        host.requestReload(sentBy(known));
        collector.awaitRun(known);
        assertThat(collector.ofTrace(stranger)).isEmpty();
    }
}
