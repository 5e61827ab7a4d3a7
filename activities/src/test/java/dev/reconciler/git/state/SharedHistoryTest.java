package dev.reconciler.git.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RefNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedHistoryTest {
    @TempDir
    Path directory;

    private NativeGit git;
    private ObjectId first;
    private ObjectId second;
    private DataRepository repository;
    private SharedHistory memory;

    @BeforeEach
    void aRepositoryWithTwoCommits() throws IOException {
        git = NativeGit.init(directory.resolve("data"));
        first = git.commit("a", "1");
        second = git.commit("a", "2");
        repository = DataRepository.open(
                        TestRepositories.settings(git.directory(), "https://bot:pw@git.example.org/data.git?token=t"))
                .orElseThrow();
        memory = new SharedHistory(repository);
    }

    @AfterEach
    void close() {
        repository.close();
    }

    @Test
    void theAgreedCommitIsSeededFromTheTrackingBranch() throws IOException {
        git.run("update-ref", "refs/remotes/origin/main", first.name());

        memory.sawRemote(second);

        assertThat(memory.agreed()).contains(first);
        assertThat(memory.seen()).containsExactlyInAnyOrder(first, second);
    }

    @Test
    void settlingReplacesWhatWasNotedBefore() throws IOException {
        memory.sawRemote(first);
        memory.sawRemote(second);

        memory.settle(second);

        assertThat(memory.agreed()).contains(second);
        assertThat(memory.seen()).containsExactly(second);
        assertThat(memory.isSettledAt(second)).isTrue();
        assertThat(git.id("refs/remotes/origin/main")).isEqualTo(second);
        assertThat(git.refs()).doesNotContain("/seen/");
    }

    @Test
    void aStepThatWasOutrunDoesNotForgetWhatALaterRunRecorded() throws IOException {
        memory.settle(second);

        memory.settle(first);

        assertThat(memory.agreed()).contains(second);
    }

    @Test
    void theAgreedCommitSurvivesAPruneOfOurRefs() throws IOException {
        memory.settle(first);
        git.run("update-ref", "-d", "refs/reconciler/main/agreed");

        assertThat(memory.agreed()).contains(first);
        assertThat(memory.seen()).contains(first);
    }

    @Test
    void theUrlIsRememberedWithoutItsSecrets() throws IOException {
        memory.settle(first);

        assertThat(memory.url()).contains("https://git.example.org/data.git");
        assertThat(Files.readString(git.directory().resolve(".git/reconciler/main.agreed")))
                .doesNotContain("pw", "token");
    }

    @Test
    void branchesWhoseNamesNestHaveRefsThatDoNotCollide() {
        assertThat(RefNames.escape("a/b")).isEqualTo("a%2Fb");
        assertThat(RefNames.escape("a%2Fb")).isEqualTo("a%252Fb");
    }
}
