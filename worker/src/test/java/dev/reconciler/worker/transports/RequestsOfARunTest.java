package dev.reconciler.worker.transports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.repository.CommitterIdentity;
import dev.reconciler.git.repository.RemoteCredentials;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.git.step.FetchStep;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run asks of a remote over HTTP. */
@Tag("slow")
class RequestsOfARunTest {
    private static final String TOKEN = "token";
    private static final String LOOK = "GET /remote.git/info/refs?service=git-upload-pack";

    @TempDir
    Path root;

    @Test
    void oneLookIsAllWhereBothSidesAgree() throws Exception {
        try (GitHttpServer server = serve()) {
            assertThat(outcome()).isEqualTo("fast-forwarded");
            server.takeRequests();

            assertThat(outcome()).isEqualTo("in-sync");
            assertThat(server.takeRequests()).containsExactly(LOOK);
        }
    }

    @Test
    void oneMoreRequestFetchesWhatIsNew() throws Exception {
        try (GitHttpServer server = serve()) {
            outcome();
            NativeGit.in(root.resolve("author")).commit("b", "2");
            NativeGit.in(root.resolve("author")).run("push", "-q", "origin", "main");
            server.takeRequests();

            assertThat(outcome()).isEqualTo("fast-forwarded");
            assertThat(server.takeRequests()).containsExactly(LOOK, "POST /remote.git/git-upload-pack");
        }
    }

    @Test
    void aRemoteWithVeryManyRefsIsAskedForSingleOnesFromTheSecondLookOn() throws Exception {
        try (GitHttpServer server = serve()) {
            outcome();
            NativeGit remote = NativeGit.in(root.resolve("remote.git"));
            String tip = remote.run("rev-parse", "main");
            StringBuilder packed = new StringBuilder(tip + " refs/heads/main\n");
            for (int i = 0; i < 1_100; i++) {
                packed.append(tip + " refs/pull/" + (10_000 + i) + "/head\n");
            }
            Files.writeString(root.resolve("remote.git/packed-refs"), packed);
            RepositorySettings settings = new RepositorySettings(
                    new RepositoryId("one"),
                    root.resolve("local.git"),
                    server.url(root.resolve("remote.git")),
                    "origin",
                    new BranchName("main"),
                    true,
                    new RemoteCredentials.PasswordCredentials("bot", () -> TOKEN),
                    new CommitterIdentity("Data Reconciler", "reconciler@example.org"));
            server.takeRequests();

            new FetchStep(settings, false).run(Deadline.in(Duration.ofMinutes(1)));
            assertThat(server.takeRequests()).containsExactly(LOOK);
            new FetchStep(settings, false).run(Deadline.in(Duration.ofMinutes(1)));
            assertThat(server.takeRequests()).containsExactly(LOOK, "POST /remote.git/git-upload-pack");
        }
    }

    private GitHttpServer serve() throws Exception {
        Path remote = root.resolve("remote.git");
        NativeGit.initBare(remote);
        NativeGit author = NativeGit.clone(remote.toString(), root.resolve("author"));
        author.commit("a", "1");
        author.run("push", "-q", "origin", "main");
        GitHttpServer server = new GitHttpServer(root, TOKEN);
        Files.writeString(root.resolve("reconciler.yaml"), """
                repositories:
                  - id: one
                    path: "%s"
                    remote: "%s"
                    branch: main
                    %s
                """.formatted(
                        root.resolve("local.git"), server.url(remote), server.credentials()));
        return server;
    }

    private String outcome() {
        Program.Finished run = Program.in(root).with("GIT_TOKEN", TOKEN).run("once", "--json");
        assertThat(run.status()).as(run.err()).isZero();
        return run.result().get("outcome").asText();
    }
}
