package dev.reconciler.worker.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.worker.ActivityAssembly;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.temporal.embedded.EmbeddedTemporal;
import dev.reconciler.worker.temporal.host.HostQueues;
import dev.reconciler.worker.temporal.run.TemporalRunStarter;
import dev.reconciler.worker.temporal.run.WorkflowRuns;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;

/** From a forge's request to the branch on the disk, over the service inside the process. */
class WebhookToDiskTest extends EndpointFixture {

    @Test
    void aPushReachesTheDiskAndItsSecondDeliveryStartsNothing() throws Exception {
        NativeGit remote = NativeGit.init(directory.resolve("remote"));
        ObjectId first = remote.commit("a", "1");
        NativeGit clone = NativeGit.clone(remote.directory().toString(), directory.resolve("hub.git"), "--bare");
        Configuration configuration = configuration("""
                - { id: hub, path: hub.git, remote: remote, branch: main,
                    aliases: [ "https://github.com/civic-org/open-data" ] }
                """, SECRETS);
        WorkflowClient client = EmbeddedTemporal.start(
                        HostQueues.of(configuration), ActivityAssembly.newActivities(configuration, false))
                .client();
        serve(configuration, new TemporalRunStarter(new WorkflowRuns(client)));
        ObjectId second = remote.commit("a", "2");

        Received received = deliver("github", "push", githubPush(first, second));

        assertThat(received.body()).hasToString("{\"workflowId\":\"reconcile/hub\"}");
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> clone.id("main")
                .equals(second));
        assertThat(deliver("github", "push", githubPush(first, second)).status())
                .isEqualTo(200);
        // The branch moves before the run is over: what the run still writes must not outlive the test's directory.
        assertThat(client.newUntypedWorkflowStub("reconcile/hub").getResult(ReconcileResult.class))
                .isNotNull();
    }
}
