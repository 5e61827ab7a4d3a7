package dev.reconciler.git.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.contract.RemoteState;
import dev.reconciler.contract.conflict.ConflictReasons;
import dev.reconciler.contract.conflict.ConflictTask;
import dev.reconciler.contract.conflict.ResolveAnswer;
import dev.reconciler.contract.conflict.ResolveRequest;
import dev.reconciler.git.conflict.ConflictSurvey;
import dev.reconciler.git.conflict.FoundConflict;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.state.EscapedRefs;
import dev.reconciler.git.state.SharedHistory;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.ConflictAction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A person merges a conflict branch, or a part of it, into the remote's branch, and takes that back. */
class TakenBackConflictTest {
    private static final BranchName CONFLICT = new BranchName("conflicts/2026-01-01T00-00-00Z");

    @TempDir
    Path root;

    private StepFixture sides;
    private ObjectId first;
    private ObjectId second;
    private ObjectId theirs;

    @BeforeEach
    void escapeTwoCommits() throws IOException {
        sides = new StepFixture(root);
        sides.fetch();
        first = sides.git().commit("first", "local\n");
        second = sides.git().commit("second", "local\n");
        sides.fetch();
        sides.git().run("push", "-q", remote(), "HEAD:" + CONFLICT.ref());
        new EscapedRefs(sides.repository()).record(CONFLICT, second);
        sides.git().run("reset", "-q", "--hard", sides.base().name());
        theirs = sides.commitRemotely("theirs", "theirs\n");
        follow();
    }

    @AfterEach
    void close() {
        sides.close();
    }

    private String remote() {
        return sides.remote().directory().toString();
    }

    /** Local comes to what the remote holds, whatever it had. */
    private void follow() throws IOException {
        sides.git().run("fetch", "-q", "origin", "+main:refs/remotes/origin/main");
        sides.git().run("reset", "-q", "--hard", "origin/main");
        sides.fetch();
    }

    private void mergeAndTakeBack(ObjectId merged, boolean isFollowed) throws IOException {
        NativeGit person = NativeGit.clone(remote(), root.resolve("person"));
        person.run("merge", "-q", "--no-edit", merged.name());
        person.run("push", "-q", "origin", "HEAD:main");
        sides.fetch();
        if (isFollowed) {
            follow();
        }
        person.run("reset", "-q", "--hard", theirs.name());
        person.run("push", "-q", "--force", "origin", "HEAD:main");
        follow();
    }

    private List<FoundConflict> listOpen() throws IOException {
        return ConflictSurvey.list(sides.repository(), StepFixture.soon());
    }

    private ResolveAnswer resolve(ConflictAction action) throws IOException {
        ConflictTask task = new ConflictTask(new PreservedConflict(CONFLICT, CommitIds.of(second)), action);
        ResolveRequest request = new ResolveRequest(
                sides.target(),
                task,
                CommitIds.of(theirs),
                Instant.parse("2026-01-02T00:00:00Z"),
                Duration.ofMinutes(1));
        return new ResolveConflictStep().run(sides.repository(), request, StepFixture.soon());
    }

    @Test
    void aConflictWhoseMergeWasTakenBackIsOpenAgain() throws IOException {
        mergeAndTakeBack(second, true);

        assertThat(listOpen()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"RETRY", "KEEP_LOCAL"})
    void whatWouldBringNothingButWhatTheRemoteHasDroppedIsRefused(ConflictAction action) throws IOException {
        mergeAndTakeBack(second, true);

        assertThatThrownBy(() -> resolve(action))
                .hasMessageContaining("was set back since")
                .hasMessageContaining("git cherry-pick origin/" + CONFLICT)
                .asInstanceOf(InstanceOfAssertFactories.type(RefusedException.class))
                .extracting(RefusedException::reason)
                .isEqualTo(Optional.of(ConflictReasons.DROPPED));
    }

    @ParameterizedTest
    @EnumSource(names = {"RETRY", "KEEP_LOCAL"})
    void whatIsLeftOutBecauseTheRemoteHasDroppedItIsKept(ConflictAction action) throws IOException {
        // The move to it is held up, by a lease or a file in the way.
        mergeAndTakeBack(first, false);

        ResolveAnswer answer = resolve(action);

        assertThat(answer.replayed()).isEqualTo(1);
        assertThat(answer.keepOriginal()).isTrue();
    }

    @Test
    void whatIsLeftOutOfAnEditBecauseTheRemoteHasDroppedItIsKept() throws IOException {
        mergeAndTakeBack(first, false);
        sides.git().run("checkout", "-q", "--detach", theirs.name());
        sides.git().run("cherry-pick", second.name());
        ObjectId tip = ObjectId.fromString(sides.git().run("rev-parse", "HEAD"));
        sides.git().run("update-ref", sides.repository().names().edited(second), tip.name());

        ResolveAnswer answer = resolve(ConflictAction.EDIT);

        assertThat(answer.tip()).isEqualTo(CommitIds.of(tip));
        assertThat(answer.keepOriginal()).isTrue();
    }

    @Test
    void ofMuchThatWasDroppedTheOldestGoesUnlessACommitOfTheConflictStandsOnIt() throws IOException {
        mergeAndTakeBack(first, true);
        dropUnneeded(105);
        sides.fetch();

        assertThat(listDropped()).hasSize(101);
        assertThat(resolve(ConflictAction.RETRY).replayed()).isEqualTo(1);
    }

    @Test
    void whatWasDroppedIsKeptBesideAConflictBranchWhoseCommitsAreNotHere() throws IOException {
        mergeAndTakeBack(first, true);
        NativeGit other = NativeGit.clone(remote(), root.resolve("other"));
        other.commit("others", "local\n");
        other.run("push", "-q", "origin", "HEAD:refs/heads/conflicts/2026-01-01T00-00-01Z");
        dropUnneeded(105);
        sides.fetch();

        assertThat(listDropped()).hasSize(106);
    }

    private List<String> listDropped() {
        return sides.git()
                .run("for-each-ref", "refs/reconciler/main/dropped")
                .lines()
                .toList();
    }

    /** As if the remote had been amended so often, each time by a commit that is newer than all before. */
    private void dropUnneeded(int times) throws IOException {
        Path dropped = sides.git().directory().resolve(".git/refs/reconciler/main/dropped");
        for (int time = 0; time < times; time++) {
            String commit = sides.git().run("commit-tree", "-p", theirs.name(), "-m", "amended " + time, "HEAD^{tree}");
            Files.writeString(dropped.resolve(commit), commit + "\n");
        }
    }

    @Test
    void aTrackingBranchWhoseCommitAPowerCutHasTakenIsMended() throws IOException {
        Path tracking = sides.git().directory().resolve(".git/refs/remotes/origin/main");
        Files.writeString(tracking, "1234567890".repeat(4) + "\n");

        assertThat(new FetchStep(sides.settings(), false)
                        .run(StepFixture.soon())
                        .status())
                .isEqualTo(RemoteState.FetchStatus.IN_SYNC);
        assertThat(new SharedHistory(sides.repository()).isAgreedAt(theirs)).isTrue();
    }
}
