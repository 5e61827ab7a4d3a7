package dev.reconciler.git.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.error.GitException;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.repository.RepositorySettings;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenConflictBranchesTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    @Test
    void onlyTheBranchesThatRunsNameAreConflicts() {
        NativeGit remote = NativeGit.init(directory.resolve("remote"));
        remote.commit("a", "1");
        assertThat(OpenConflictBranches.listOnRemote(settings("remote"), LIMIT)).isEmpty();

        remote.run("branch", "conflicts/2026-11-25T08-00-00Z");
        remote.run("branch", "conflicts/2026-11-24T08-00-00Z-2");
        // Taken for conflicts, these were listed, and a decision for the remote's side would have deleted them.
        remote.run("branch", "conflicts/alice-wip");
        remote.run("branch", "conflicts/alice/2026-11-25T08-00-00Z");
        remote.run("branch", "conflicts/2026-11-25T08-00-00Z-mine");
        remote.run("branch", "conflicts/2026-13-25T08-00-00Z");
        remote.run("branch", "conflicts/2026-02-30T08-00-00Z");
        remote.run("branch", "conflicting");
        remote.run("tag", "conflicts/tag");

        assertThat(OpenConflictBranches.listOnRemote(settings("remote"), LIMIT))
                .containsExactly("conflicts/2026-11-24T08-00-00Z-2", "conflicts/2026-11-25T08-00-00Z");
    }

    @Test
    void aRemoteThatIsGoneIsNoAnswer() {
        assertThatThrownBy(() -> OpenConflictBranches.listOnRemote(settings("gone"), LIMIT))
                .isInstanceOf(GitException.class);
    }

    /** There is no clone: nothing but the remote is asked. */
    private RepositorySettings settings(String remote) {
        return TestRepositories.settings(directory.resolve("no-clone"), directory.resolve(remote));
    }
}
