package dev.reconciler.git.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.lock.RepositoryLock;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.model.CommitId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BranchContentsTest {
    private static final CommitId UNHEARD_OF = new CommitId("1234567890".repeat(4));

    @TempDir
    Path directory;

    private Path path;
    private NativeGit git;
    private CommitId first;
    private CommitId second;
    private CommitId third;

    @BeforeEach
    void aBranchOfThreeCommits() {
        path = directory.resolve("data");
        git = NativeGit.init(path);
        first = CommitIds.of(git.commit("a", "1"));
        second = CommitIds.of(git.commit("a", "2"));
        third = CommitIds.of(git.commit("a", "3"));
    }

    @Test
    void commitsOfTheBranchAreNoNews() {
        assertThat(covers(second, third)).isTrue();
        assertThat(covers(first, second)).isTrue();
    }

    /** As in the call of a CI job, and where a forge's branch was made anew. */
    @Test
    void whereTheCommitBeforeIsUnknownWhatTheRemoteWasLastSeenAtStandsForIt() {
        sawRemoteAt(second);

        assertThat(covers(null, third))
                .as("our own push, which is not on record yet")
                .isTrue();
        assertThat(covers(null, second)).isTrue();
        assertThat(covers(null, first)).as("a rewind").isFalse();
    }

    @Test
    void whereTheRemoteWasNeverSeenAPushIsNews() {
        assertThat(covers(null, third)).isFalse();
    }

    @Test
    void aPushThatTookBackWhatWasNeverFetchedAndMoreIsNews() {
        sawRemoteAt(third);

        assertThat(covers(UNHEARD_OF, second)).isFalse();
    }

    @Test
    void anUnheardOfCommitIsNews() {
        assertThat(covers(third, UNHEARD_OF)).isFalse();
    }

    @Test
    void aCommitOfAnotherBranchIsNews() {
        git.run("checkout", "-q", "-b", "other");
        CommitId elsewhere = CommitIds.of(git.commit("b", "1"));

        assertThat(covers(third, elsewhere)).isFalse();
    }

    @Test
    @Tag("slow")
    void aPushThatTookCommitsBackIsNewsThoughItsCommitIsOld() {
        assertThat(covers(third, second)).isFalse();
    }

    @Test
    void whatWasTakenBackBeforeItWasEverSeenIsNoNews() {
        sawRemoteAt(third);

        assertThat(covers(UNHEARD_OF, third)).isTrue();
    }

    @Test
    void whateverCannotBeReadIsNews() throws IOException {
        assertThat(BranchContents.coverPush(settings(directory.resolve("missing")), null, third))
                .isFalse();
        Files.writeString(path.resolve(".git/HEAD"), "");
        Files.move(path.resolve(".git/objects"), directory.resolve("objects"));
        assertThat(covers(null, third)).isFalse();
    }

    @Test
    void theQuestionNeitherWaitsForTheLockNorChangesAnything() throws IOException {
        String refs = git.refs();
        try (DataRepository repository = DataRepository.open(settings(path)).orElseThrow();
                RepositoryLock lock = repository.lock()) {
            assertThat(covers(second, third)).isTrue();
        }
        assertThat(git.refs()).isEqualTo(refs);
    }

    private void sawRemoteAt(CommitId commit) {
        git.run("update-ref", "refs/remotes/origin/main", commit.hex());
    }

    private boolean covers(CommitId before, CommitId after) {
        return BranchContents.coverPush(settings(path), before, after);
    }

    private RepositorySettings settings(Path repository) {
        return TestRepositories.settings(repository, directory.resolve("remote.git"));
    }
}
