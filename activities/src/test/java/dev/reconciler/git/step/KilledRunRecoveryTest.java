package dev.reconciler.git.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.contract.RecoveredMove;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A clone in which a run was killed between the note of a move and its first file. */
class KilledRunRecoveryTest {
    @TempDir
    Path root;

    private NativeGit remote;
    private NativeGit git;
    private ObjectId base;
    private ObjectId own;
    private ObjectId theirs;
    private DataRepository repository;
    private KilledRunRecovery recovery;

    @BeforeEach
    void open() throws IOException {
        NativeGit author = NativeGit.init(root.resolve("author"));
        base = author.commit("file", "base\n");
        NativeGit.clone(author.directory().toString(), root.resolve("remote.git"), "--bare");
        remote = NativeGit.in(root.resolve("remote.git"));
        git = NativeGit.clone(remote.directory().toString(), root.resolve("data"));
        theirs = git.commit("theirs", "theirs\n");
        git.run("push", "-q", "origin", "main");
        git.run("reset", "-q", "--hard", base.name());
        own = git.commit("own", "own\n");
        repository = DataRepository.open(TestRepositories.settings(root.resolve("data"), remote.directory()))
                .orElseThrow();
        recovery = new KilledRunRecovery(repository);
    }

    @AfterEach
    void close() {
        repository.close();
    }

    private void killedIn(ObjectId from, ObjectId to) {
        git.run("reset", "-q", "--hard", from.name());
        git.run("update-ref", "refs/reconciler/main/move/from", from.name());
        git.run("update-ref", "refs/reconciler/main/move/to", to.name());
    }

    private RecoveredMove recover() throws IOException {
        KilledRunRecovery.FinishedMove finished = recovery.run().orElseThrow();
        assertThat(git.run("status", "--porcelain")).isEmpty();
        return recovery.describe(finished, remote.id("main"), Deadline.in(Duration.ofMinutes(1)));
    }

    @Test
    void whereNothingWasInterruptedNothingIsSaidAndNothingChanged() throws IOException {
        String before = git.refs();

        assertThat(recovery.run()).isEmpty();
        assertThat(git.refs()).isEqualTo(before);
    }

    @Test
    void aMoveForwardIsFinishedAndSaidAsOneAndOnlyOnce() throws IOException {
        killedIn(base, theirs);

        assertThat(recover())
                .isEqualTo(new RecoveredMove(CommitIds.of(base), Outcome.FAST_FORWARDED, 0, 1, null, null));
        assertThat(git.id("main")).isEqualTo(theirs);
        assertThat(recovery.run()).isEmpty();
    }

    @Test
    void whatTheRemoteHasGotSinceTheKilledRunCountsAsBehindToo() throws IOException {
        git.run("reset", "-q", "--hard", theirs.name());
        git.commit("later", "later\n");
        git.run("push", "-q", "origin", "main");
        killedIn(base, theirs);

        assertThat(recover())
                .isEqualTo(new RecoveredMove(CommitIds.of(base), Outcome.FAST_FORWARDED, 0, 2, null, null));
        assertThat(git.id("main")).isEqualTo(theirs);
    }

    @Test
    void aMoveOntoAReplayIsFinishedAndSaidAsOne() throws IOException {
        git.run("reset", "-q", "--hard", theirs.name());
        git.run("cherry-pick", own.name());
        ObjectId replayed = git.id("HEAD");
        git.run("update-ref", "refs/reconciler/main/replayed", replayed.name());
        killedIn(own, replayed);

        assertThat(recover()).isEqualTo(new RecoveredMove(CommitIds.of(own), Outcome.REBASED, 1, 1, null, null));
        assertThat(git.id("main")).isEqualTo(replayed);
    }

    @Test
    void aMoveAwayFromCommitsThatTheRemoteHoldsIsSaidWithTheirBranch() throws IOException {
        git.run("push", "-q", "origin", own.name() + ":refs/heads/conflicts/2026-11-26T10-00-00Z");
        killedIn(own, theirs);

        assertThat(recover())
                .isEqualTo(new RecoveredMove(
                        CommitIds.of(own), Outcome.CONFLICT_ESCAPED, 1, 1, "conflicts/2026-11-26T10-00-00Z", null));
    }

    @Test
    void aMoveAwayFromCommitsThatTheRemoteTookBackIsSaidWithTheRefThatKeepsThem() throws IOException {
        git.run("update-ref", "refs/rewound/2026-11-26T10-00-00Z", own.name());
        killedIn(own, theirs);

        assertThat(recover())
                .isEqualTo(new RecoveredMove(
                        CommitIds.of(own), Outcome.REWOUND, 1, 1, null, "refs/rewound/2026-11-26T10-00-00Z"));
    }

    /** The application's edit was overwritten, or the run said that it had moved a branch which it had not. */
    @Test
    void aMoveThatIsTakenBackForAPersonsEditIsNotSaid() throws IOException {
        killedIn(own, theirs);
        git.write("own", "a person's\n");

        assertThat(recovery.run()).isEqualTo(Optional.empty());

        assertThat(git.id("main")).isEqualTo(own);
        assertThat(root.resolve("data/own")).hasContent("a person's");
        assertThat(root.resolve("data/theirs")).doesNotExist();
    }

    @Test
    void theStageOfAFirstCloneIsSweptToo() throws IOException {
        Path stage = Files.createDirectories(root.resolve(".data.reconciler-clone/clone"));

        recovery.run();

        assertThat(stage.getParent()).doesNotExist();
    }

    /** The branch that is checked out is another repository of the configuration: its own next run finishes the move. */
    @Test
    void theIndexLockOfAMoveOfAnotherBranchIsHeldUntilThatMoveIsFinished() throws IOException {
        killedIn(base, theirs);
        git.run("branch", "other");
        Path index = root.resolve("data/.git/index.lock");
        Path proof = Files.createDirectories(root.resolve("data/.git/reconciler/held"))
                .resolve("left");
        Files.createLink(index, Files.createFile(proof));
        RepositorySettings main = repository.settings();
        RepositorySettings settings = new RepositorySettings(
                main.id(),
                main.path(),
                main.remoteUrl(),
                main.remoteName(),
                new BranchName("other"),
                main.bare(),
                main.credentials(),
                main.identity());

        try (DataRepository other = DataRepository.open(settings).orElseThrow()) {
            assertThat(new KilledRunRecovery(other).run()).isEmpty();
        }

        assertThat(index).exists();
        assertThat(recover().from()).isEqualTo(CommitIds.of(base));
        assertThat(index).doesNotExist();
        assertThat(proof).doesNotExist();
    }
}
