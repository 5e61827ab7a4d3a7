package dev.reconciler.worker.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.model.Outcome;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What git says of each situation before a run. */
class DemoSceneTest {
    private static final String LOCAL = "refs/heads/main";
    private static final String REMOTE = "refs/remotes/origin/main";

    @TempDir
    Path parent;

    private static DemoScene scene(String outcome) {
        return DemoScene.all().stream()
                .filter(scene -> scene.id().equals(outcome))
                .findFirst()
                .orElseThrow();
    }

    private NativeGit build(DemoDirectory directory, DemoScene scene) throws Exception {
        directory.buildScene(scene);
        return NativeGit.in(directory.cloneOf(scene));
    }

    private static String count(NativeGit clone, String range) {
        return clone.run("rev-list", "--count", range).strip();
    }

    @ParameterizedTest
    @CsvSource({
        "in-sync, 0, 0, true",
        "fast-forwarded, 0, 1, false",
        "pushed-ahead, 1, 0, true",
        "rebased, 1, 1, false",
        "rewound, 1, 0, true",
        "conflict-escaped, 1, 1, false",
        "push-failed, 1, 0, false",
    })
    void bothSidesHaveTheCommitsThatTheTableNames(String outcome, String own, String theirs, boolean bare)
            throws Exception {
        try (DemoDirectory directory = DemoDirectory.createIn(parent)) {
            DemoScene scene = scene(outcome);
            NativeGit clone = build(directory, scene);
            String remoteRefBefore = clone.run("rev-parse", REMOTE);
            clone.run("fetch", "-q", "origin");

            assertThat(count(clone, REMOTE + ".." + LOCAL)).isEqualTo(own);
            assertThat(count(clone, LOCAL + ".." + REMOTE)).isEqualTo(theirs);
            assertThat(clone.run("rev-parse", "--is-bare-repository").strip()).isEqualTo(String.valueOf(bare));
            // The clone has seen the commit that the remote took back. That tells a rewind from a commit of its own.
            assertThat(remoteRefBefore.equals(clone.run("rev-parse", LOCAL)))
                    .isEqualTo(
                            outcome.equals("rewound") || outcome.equals("in-sync") || outcome.equals("fast-forwarded"));
        }
    }

    @ParameterizedTest
    @CsvSource({"rebased, 0", "conflict-escaped, 1"})
    void onlyTheEscapeHasAConflictForGit(String outcome, int status) throws Exception {
        try (DemoDirectory directory = DemoDirectory.createIn(parent)) {
            NativeGit clone = build(directory, scene(outcome));
            clone.run("fetch", "-q", "origin");

            assertThat(clone.attempt("-c", "user.name=t", "-c", "user.email=t@example.org", "rebase", "-q", REMOTE)
                            .status())
                    .isEqualTo(status);
        }
    }

    @Test
    void theRemoteOfAFetchThatFailsRefusesConnections() throws Exception {
        try (DemoDirectory directory = DemoDirectory.createIn(parent)) {
            URI url = URI.create(directory.urlOf(scene("fetch-failed")));

            assertThatThrownBy(() -> new Socket(url.getHost(), url.getPort()).close())
                    .isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void theRemoteOfAPushThatFailsTakesNoPushOfGit() throws Exception {
        try (DemoDirectory directory = DemoDirectory.createIn(parent)) {
            NativeGit clone = build(directory, scene("push-failed"));

            NativeGit.Result push = clone.attempt("push", "origin", "main");

            assertThat(push.status()).isNotZero();
            assertThat(push.output()).contains("main.lock");
        }
    }

    @Test
    void everyOutcomeButAFailureForAPersonHasOneScene() {
        assertThat(DemoScene.all())
                .extracting(DemoScene::expected)
                .doesNotHaveDuplicates()
                .hasSize(Outcome.values().length - 1)
                .doesNotContain(Outcome.FAILED);
        assertThat(DemoScene.all())
                .filteredOn(DemoScene::isFailing)
                .extracting(DemoScene::id)
                .containsExactly("fetch-failed", "push-failed");
    }
}
