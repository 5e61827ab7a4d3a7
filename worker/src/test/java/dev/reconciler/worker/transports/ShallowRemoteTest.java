package dev.reconciler.worker.transports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.contract.RemoteState;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.git.step.FetchStep;
import dev.reconciler.model.ErrorType;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A remote that is a shallow clone itself, with the newest two of five commits, as a copy or a build has it. Git's server
 * says so without being asked.
 */
class ShallowRemoteTest {
    @TempDir
    Path root;

    private NativeGit whole;
    private GitDaemon server;
    private String url;

    @BeforeEach
    void serve() throws Exception {
        whole = NativeGit.init(root.resolve("whole"));
        for (int i = 1; i <= 5; i++) {
            whole.commit("file", i + "\n");
        }
        Path remote = root.resolve("remote.git");
        NativeGit.clone("file://" + whole.directory(), remote, "-q", "--bare", "--depth", "2");
        server = new GitDaemon(root);
        url = server.url(remote);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private NativeGit cloneAt(String commit) {
        NativeGit clone = NativeGit.clone("file://" + whole.directory(), root.resolve("clone"), "-q");
        clone.run("reset", "-q", "--hard", commit);
        clone.run("remote", "remove", "origin");
        clone.run("reflog", "expire", "--expire=now", "--all");
        clone.run("gc", "-q", "--prune=now");
        return clone;
    }

    private FetchStep step(Path path) {
        RepositorySettings settings = TestRepositories.settings(path, url);
        return new FetchStep(settings, false);
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofMinutes(1));
    }

    /** The clone became shallow too, and the next garbage collection deleted its history. */
    @Test
    void leavesTheHistoryOfACloneThatHasAllThatComesBefore() throws Exception {
        NativeGit clone = cloneAt("HEAD~1");

        assertThat(step(clone.directory()).plan(soon()).status()).isEqualTo(RemoteState.FetchStatus.DIFFERENT);
        assertThat(step(clone.directory()).run(soon()).status()).isEqualTo(RemoteState.FetchStatus.DIFFERENT);

        assertThat(clone.directory().resolve(".git/shallow")).doesNotExist();
        assertThat(clone.run("rev-list", "--count", "main")).isEqualTo("4");
        assertThat(clone.run(
                        "rev-list",
                        "--count",
                        "refs/reconciler/main/seen/" + whole.id("main").name()))
                .isEqualTo("5");
        clone.fsck();
    }

    @Test
    void isRefusedByACloneThatLacksWhatComesBefore() throws Exception {
        NativeGit clone = cloneAt("HEAD~3");

        assertRefused(() -> step(clone.directory()).run(soon()));
        assertRefused(() -> step(clone.directory()).plan(soon()));

        assertThat(clone.directory().resolve(".git/shallow")).doesNotExist();
        assertThat(clone.run("rev-list", "--count", "main")).isEqualTo("2");
        clone.fsck();
    }

    @Test
    void isNotCloned() {
        Path path = root.resolve("new");

        assertRefused(() -> step(path).run(soon()));

        assertThat(path).doesNotExist();
    }

    private static void assertRefused(ThrowingCallable fetch) {
        assertThatThrownBy(fetch)
                .isInstanceOfSatisfying(RefusedException.class, refused -> assertThat(refused.type())
                        .isEqualTo(ErrorType.UNSUPPORTED))
                .hasMessageContaining("--unshallow");
    }
}
