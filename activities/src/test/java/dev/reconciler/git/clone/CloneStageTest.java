package dev.reconciler.git.clone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.remote.GitRemote;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.git.state.ReloadNote;
import dev.reconciler.git.state.SharedHistory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A clone in its stage, which nobody else sees yet: what has to be on record before anybody does. */
class CloneStageTest {
    @TempDir
    Path root;

    private ObjectId tip;
    private RepositorySettings settings;

    @BeforeEach
    void fill() throws IOException {
        NativeGit remote = NativeGit.init(root.resolve("remote"));
        tip = remote.commit("file", "text\n");
        settings = TestRepositories.settings(root.resolve("data"), remote.directory());
        new CloneStage(settings, new GitRemote(settings)).fill(Deadline.in(Duration.ofMinutes(1)), true);
    }

    /**
     * Recorded only after the clone was seen, a kill between the two made a rewrite look like the host's own commits.
     */
    @Test
    void whatTheRemoteHeldIsOnRecordWithTheClone() throws IOException {
        try (DataRepository clone = DataRepository.open(settings).orElseThrow()) {
            assertThat(new SharedHistory(clone).isAgreedAt(tip)).isTrue();
            assertThat(new SharedHistory(clone).agreedUrl()).contains(settings.remoteUrl());
        }
    }

    @Test
    void theCallToTheApplicationIsOwedWithTheClone() throws IOException {
        try (DataRepository clone = DataRepository.open(settings).orElseThrow()) {
            assertThat(new ReloadNote(clone).readOwed(clone))
                    .isEqualTo(new ReloadNote.OwedReload(Optional.of(tip.name()), tip));
        }
    }

    @Test
    void nativeGitPullsAndPushesInItAsInAnyClone() {
        NativeGit clone = NativeGit.in(settings.path());

        assertThat(clone.run("rev-parse", "--abbrev-ref", "main@{upstream}")).isEqualTo("origin/main");
        assertThat(clone.run("pull", "--ff-only")).contains("up to date");
        assertThat(clone.run("config", "remote.origin.fetch")).isEqualTo("+refs/heads/*:refs/remotes/origin/*");
    }
}
