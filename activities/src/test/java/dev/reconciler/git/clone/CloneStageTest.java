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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    /** The library writes each name as a file below .git, and a remote may name its refs as it likes. */
    @Test
    void aRefWhoseNameWouldLeadOutOfTheRefsIsPassedOver() throws IOException {
        Path remote = root.resolve("remote/.git");
        Files.writeString(
                remote.resolve("packed-refs"),
                Stream.of("heads/../../../escaped", "heads/a..b", "heads/x.lock", "tags/../../config", "tags/good")
                        .map(name -> tip.name() + " refs/" + name + "\n")
                        .collect(Collectors.joining()));
        RepositorySettings other = settings.withPath(root.resolve("other"));

        new CloneStage(other, new GitRemote(other)).fill(Deadline.in(Duration.ofMinutes(1)), false);

        assertThat(NativeGit.in(other.path()).refs().lines().map(line -> line.replaceFirst(" .*", "")))
                .containsExactly(
                        "refs/heads/main", "refs/reconciler/main/agreed", "refs/remotes/origin/main", "refs/tags/good");
        assertThat(Files.readString(other.path().resolve(".git/packed-refs"))).doesNotContain("..", "x.lock");
        assertThat(root.resolve("other/escaped")).doesNotExist();
        assertThat(root.resolve("other/.git/escaped")).doesNotExist();
    }
}
