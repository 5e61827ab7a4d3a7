package dev.reconciler.worker.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.worker.ActivityAssembly;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.temporal.embedded.EmbeddedTemporal;
import dev.reconciler.worker.temporal.host.HostQueues;
import dev.reconciler.worker.temporal.run.TemporalRunStarter;
import dev.reconciler.worker.temporal.run.WorkflowRuns;
import io.temporal.client.WorkflowClient;
import java.io.IOException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;

/** From a forge's request to the branch on the disk, over the service inside the process. */
class WebhookToDiskTest extends EndpointFixture {
    private WorkflowClient client;

    @Test
    void aPushReachesTheDiskAndItsSecondDeliveryStartsNothing() throws Exception {
        NativeGit remote = NativeGit.init(directory.resolve("remote"));
        ObjectId first = remote.commit("a", "1");
        NativeGit clone = NativeGit.clone(remote.directory().toString(), directory.resolve("hub.git"), "--bare");
        serveRuns();
        ObjectId second = remote.commit("a", "2");

        Received received = deliver("github", "push", githubPush(first, second));

        assertThat(received.body()).hasToString("{\"workflowId\":\"reconcile/hub\"}");
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> clone.id("main")
                .equals(second));
        assertThat(deliver("github", "push", githubPush(first, second)).status())
                .isEqualTo(200);
        // The branch moves before the run is over: what the run still writes must not outlive the test's directory.
        assertThat(awaitResult()).isNotNull();
    }

    @Test
    void aCiJobThatRewindsTheRemoteIsFollowed() throws Exception {
        NativeGit remote = NativeGit.init(directory.resolve("remote"));
        ObjectId kept = remote.commit("a", "1");
        ObjectId dropped = remote.commit("a", "2");
        NativeGit clone = NativeGit.clone(remote.directory().toString(), directory.resolve("hub.git"), "--bare");
        clone.run("update-ref", "refs/remotes/origin/main", dropped.name());
        serveRuns();
        remote.run("reset", "-q", "--hard", kept.name());

        Received received =
                reload("{\"repository\":\"hub\",\"branch\":\"main\",\"commitHash\":\"" + kept.name() + "\"}");

        assertThat(received.status()).as(received.body().toString()).isEqualTo(202);
        assertThat(awaitResult().outcome()).isEqualTo(Outcome.REWOUND);
        assertThat(clone.id("main")).isEqualTo(kept);
    }

    private void serveRuns() throws IOException {
        Configuration configuration = configuration("""
                - { id: hub, path: hub.git, remote: remote, branch: main,
                    aliases: [ "https://github.com/civic-org/open-data" ] }
                """, SECRETS);
        client = EmbeddedTemporal.start(
                        HostQueues.of(configuration), ActivityAssembly.newActivities(configuration, false))
                .client();
        serve(configuration, new TemporalRunStarter(new WorkflowRuns(client)));
    }

    private ReconcileResult awaitResult() {
        return client.newUntypedWorkflowStub("reconcile/hub").getResult(ReconcileResult.class);
    }
}
