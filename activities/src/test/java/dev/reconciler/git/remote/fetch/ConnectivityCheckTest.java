package dev.reconciler.git.remote.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.repository.DataRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A branch main, and commits that were fetched on top of it, which no ref holds yet. */
class ConnectivityCheckTest {
    @TempDir
    Path path;

    private NativeGit git;
    private DataRepository repository;
    private ObjectId base;
    private ObjectId fetched;

    @BeforeEach
    void open() throws IOException {
        git = NativeGit.init(path);
        git.write("old/file", "old\n");
        base = git.commit("file", "1\n");
        git.write("new/file", "new\n");
        git.commit("file", "2\n");
        fetched = git.commit("file", "3\n");
        git.run("reset", "-q", "--hard", base.name());
        repository = DataRepository.open(TestRepositories.settings(path, "remote.git"))
                .orElseThrow();
    }

    @AfterEach
    void close() {
        repository.close();
    }

    private boolean isWhole() throws IOException {
        return ConnectivityCheck.isWhole(repository.git(), fetched, ReceivedObjectChecker.of(repository.git()));
    }

    private void lose(String revision) throws IOException {
        String id = git.run("rev-parse", revision);
        Files.delete(path.resolve(".git/objects/" + id.substring(0, 2) + "/" + id.substring(2)));
    }

    @Test
    void whatIsAllThereIsWhole() throws IOException {
        assertThat(isWhole()).isTrue();
    }

    /** A fetch that was cut off leaves any of them out; a branch that is moved there can't be checked out any more. */
    @ParameterizedTest
    @ValueSource(strings = {"", "^", "^{tree}", "^^{tree}", ":file", "^:file", ":new", ":new/file"})
    void aCommitTreeOrFileThatIsMissingIsAHole(String object) throws IOException {
        lose(fetched.name() + object);

        assertThat(isWhole()).isFalse();
    }

    @Test
    void whatABranchHoldsIsVouchedFor() throws IOException {
        lose(base.name() + ":old/file");

        assertThat(isWhole()).isTrue();
    }

    @Test
    void withoutABranchThatVouchesEverythingIsLookedAt() throws IOException {
        git.run("checkout", "-q", "--detach");
        git.run("branch", "-D", "main");
        lose(base.name() + ":old/file");

        assertThat(isWhole()).isFalse();
    }

    /** A tracking branch is moved by any fetch, also by one that was cut off: it vouches for nothing that came. */
    @Test
    void aTrackingBranchDoesNotVouchForWhatIsFetched() throws IOException {
        git.run("update-ref", "refs/remotes/origin/main", fetched.name());
        lose(fetched.name() + ":file");

        assertThat(isWhole()).isFalse();
    }

    @Test
    void aSubmodulesCommitIsNotMissing() throws IOException {
        git.run("update-index", "--add", "--cacheinfo", "160000," + "1".repeat(40) + ",module");
        git.run("commit", "-q", "-m", "module");
        fetched = git.id("HEAD");
        git.run("reset", "-q", "--hard", base.name());

        assertThat(isWhole()).isTrue();
    }

    @Test
    void aBranchThatIsBrokenVouchesForNothingAndIsNoHindrance() throws IOException {
        Files.writeString(path.resolve(".git/refs/heads/broken"), "1".repeat(40) + "\n");

        assertThat(isWhole()).isTrue();
    }

    @Test
    void aMergeIsLookedAtOnEachSide() throws IOException {
        git.run("checkout", "-q", "-b", "side");
        git.commit("side", "side\n");
        git.run("checkout", "-q", "--detach", fetched.name());
        git.run("merge", "-q", "-m", "merge", "side");
        fetched = git.id("HEAD");
        git.run("branch", "-D", "side");
        assertThat(isWhole()).isTrue();

        lose(fetched.name() + "^2:side");

        assertThat(isWhole()).isFalse();
    }

    /** The library's sender found the hole in the middle of the pack: the remote waited until the time was up. */
    @Test
    void aPushIsRefusedBeforehandWhereSomethingOfItIsMissing() throws IOException {
        assertThatCode(() -> ConnectivityCheck.checkBeforePush(repository.git(), fetched, base))
                .doesNotThrowAnyException();

        lose(fetched.name() + ":new/file");

        assertThatThrownBy(() -> ConnectivityCheck.checkBeforePush(repository.git(), fetched, base))
                .isInstanceOf(MissingObjectException.class);
        assertThatCode(() -> ConnectivityCheck.checkBeforePush(repository.git(), fetched, fetched))
                .doesNotThrowAnyException();
    }

    @Test
    void theLocalBranchDoesNotVouchForWhatIsPushed() throws IOException {
        git.run("reset", "-q", "--soft", fetched.name());
        lose(fetched.name() + ":file");

        assertThatThrownBy(() -> ConnectivityCheck.checkBeforePush(repository.git(), fetched, base))
                .isInstanceOf(MissingObjectException.class);
    }
}
