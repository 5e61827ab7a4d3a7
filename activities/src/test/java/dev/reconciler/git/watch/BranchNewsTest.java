package dev.reconciler.git.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.git.state.SharedHistory;
import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A clone in which both sides have agreed, and whose application pushes by itself. */
class BranchNewsTest {
    @TempDir
    Path root;

    private NativeGit remote;
    private NativeGit backup;
    private NativeGit git;
    private RepositorySettings settings;

    @BeforeEach
    void agree() throws IOException {
        NativeGit writer = NativeGit.init(root.resolve("writer"));
        ObjectId first = writer.commit("file", "text");
        remote = NativeGit.clone(writer.directory().toString(), root.resolve("remote.git"), "--bare");
        backup = NativeGit.clone(writer.directory().toString(), root.resolve("backup.git"), "--bare");
        git = NativeGit.clone(remote.directory().toString(), root.resolve("data"));
        settings = TestRepositories.settings(git.directory(), remote.directory());
        try (DataRepository repository = DataRepository.open(settings).orElseThrow()) {
            SharedHistory history = new SharedHistory(repository);
            history.recordAgreed(first, history.mark());
        }
    }

    private void pushToTwoPlaces(String key) {
        git.run(
                "config",
                "--replace-all",
                "remote.origin." + key,
                remote.directory().toString());
        git.run("config", "--add", "remote.origin." + key, backup.directory().toString());
    }

    /** It was told as one that waits to be pushed. */
    @ParameterizedTest
    @ValueSource(strings = {"url", "pushurl"})
    void aCommitThatTheApplicationHasPushedToTwoPlacesIsNewsAndNoneThatWaits(String key) {
        pushToTwoPlaces(key);
        ObjectId own = git.commit("own", "own");
        git.run("push", "-q", "origin", "main");

        assertThat(BranchNews.find(settings)).contains(new BranchNews(CommitIds.of(own), false));
        assertThat(remote.id("main")).isEqualTo(own);
    }

    @Test
    void aCommitOnTopOfWhatWasPushedToTwoPlacesWaits() {
        pushToTwoPlaces("pushurl");
        git.commit("own", "own");
        git.run("push", "-q", "origin", "main");
        ObjectId later = git.commit("later", "later");

        assertThat(BranchNews.find(settings)).contains(new BranchNews(CommitIds.of(later), true));
    }

    @Test
    void aCommitThatTheApplicationHasPushedToAnotherPlaceAloneWaits() {
        git.run("config", "remote.origin.pushurl", backup.directory().toString());
        ObjectId own = git.commit("own", "own");
        git.run("push", "-q", "origin", "main");

        assertThat(BranchNews.find(settings)).contains(new BranchNews(CommitIds.of(own), true));
    }
}
