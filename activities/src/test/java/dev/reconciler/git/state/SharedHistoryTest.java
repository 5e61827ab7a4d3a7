package dev.reconciler.git.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.repository.DataRepository;
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
    private SharedHistory history;

    @BeforeEach
    void aRepositoryWithTwoCommits() throws IOException {
        git = NativeGit.init(directory.resolve("data"));
        first = git.commit("a", "1");
        second = git.commit("a", "2");
        repository = DataRepository.open(
                        TestRepositories.settings(git.directory(), "https://bot:pw@git.example.org/data.git?token=t"))
                .orElseThrow();
        history = new SharedHistory(repository);
    }

    @AfterEach
    void close() {
        repository.close();
    }

    @Test
    void theAgreedCommitIsSeededFromTheTrackingBranch() throws IOException {
        git.run("update-ref", "refs/remotes/origin/main", first.name());

        history.sawRemote(second);

        assertThat(history.agreed()).contains(first);
        assertThat(history.seen()).containsExactlyInAnyOrder(first, second);
    }

    @Test
    void anAgreementReplacesTheTipsThatWereRecordedBefore() throws IOException {
        history.sawRemote(first);
        history.sawRemote(second);

        history.settle(second);

        assertThat(history.agreed()).contains(second);
        assertThat(history.seen()).containsExactly(second);
        assertThat(history.isSettledAt(second)).isTrue();
        assertThat(git.id("refs/remotes/origin/main")).isEqualTo(second);
        assertThat(git.refs()).doesNotContain("/seen/");
    }

    @Test
    void aStepThatWasOutrunDoesNotForgetWhatALaterRunRecorded() throws IOException {
        history.settle(second);

        history.settle(first);

        assertThat(history.agreed()).contains(second);
    }

    @Test
    void theAgreedCommitSurvivesAPruneOfOurRefs() throws IOException {
        history.settle(first);
        git.run("update-ref", "-d", "refs/reconciler/main/agreed");

        assertThat(history.agreed()).contains(first);
        assertThat(history.seen()).contains(first);
    }

    @Test
    void theUrlIsRememberedWithoutItsSecrets() throws IOException {
        history.settle(first);

        assertThat(history.url()).contains("https://git.example.org/data.git");
        assertThat(Files.readString(git.directory().resolve(".git/reconciler/main.agreed")))
                .doesNotContain("pw", "token");
    }
}
