package dev.reconciler.git.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.contract.ReplayAnswer;
import dev.reconciler.contract.ReplayRequest;
import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.history.CommitIds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A clone with an own commit and a remote with another: what a replay leaves in the clone, and what it does not. */
class ReplayStepTest {
    private static final Instant REPLAYED_AT = Instant.parse("2026-11-26T10:00:00Z");
    private static final String HELD = "refs/reconciler/main/replayed";

    @TempDir
    Path root;

    private final ReplayStep step = new ReplayStep();
    private StepFixture sides;
    private ObjectId own;
    private ObjectId theirs;

    @BeforeEach
    void open() throws IOException {
        sides = new StepFixture(root);
        own = sides.git().commit("own", "own\n");
        theirs = sides.commitRemotely("theirs", "theirs\n");
        sides.fetch();
    }

    @AfterEach
    void close() {
        sides.close();
    }

    private ReplayRequest request(ObjectId onto) {
        return new ReplayRequest(
                sides.target(), CommitIds.of(own), CommitIds.of(theirs), CommitIds.of(onto), REPLAYED_AT);
    }

    private static ObjectId tip(ReplayAnswer answer) {
        return CommitIds.of(Objects.requireNonNull(answer.tip()));
    }

    @Test
    void theReplayIsHeldByARefAndSurvivesAGarbageCollection() throws IOException {
        ObjectId tip = tip(step.run(sides.repository(), request(theirs)));

        sides.git().run("gc", "-q", "--prune=now");

        assertThat(sides.git().id(HELD)).isEqualTo(tip);
        assertThat(sides.git().id(tip.name() + "^")).isEqualTo(theirs);
        assertThat(sides.git().id("main")).isEqualTo(own);
        sides.git().fsck();
    }

    @Test
    void nothingButTheCommitsAndTheirRefStays() throws IOException {
        step.run(sides.repository(), request(theirs));

        assertThat(namesBelow(sides.git().directory().resolve(".git/objects/pack")))
                .noneMatch(name -> name.endsWith(".keep"));
        assertThat(namesBelow(sides.git().directory().resolve(".git/objects")))
                .noneMatch(name -> name.startsWith("reconciler"));
        assertThat(sides.status()).isEmpty();
    }

    private static List<String> namesBelow(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }

    /** The record that is read is then of what came after the request's commit. */
    @Test
    void aCommitThatTheBranchHasLeftIsNotReplayed() {
        sides.git().run("reset", "-q", "--hard", theirs.name());

        assertThatThrownBy(() -> step.run(sides.repository(), request(theirs)))
                .isInstanceOf(RepositoryBusyException.class)
                .hasMessage("refs/heads/main was moved from " + own.name() + " to " + theirs.name()
                        + " by somebody else meanwhile");

        assertThat(sides.git().has(HELD)).isFalse();
    }

    @Test
    void aCommitThatTheApplicationHasCommittedOnIsReplayed() throws IOException {
        sides.git().commit("further", "further\n");

        assertThat(sides.git()
                        .id(tip(step.run(sides.repository(), request(theirs))).name() + "^"))
                .isEqualTo(theirs);
    }

    @Test
    void aPlanAnswersAsARunDoesAndLeavesNoRef() throws IOException {
        String before = sides.git().refs();

        ReplayAnswer planned = step.plan(sides.repository(), request(theirs));

        assertThat(sides.git().refs()).isEqualTo(before);
        assertThat(planned).isEqualTo(step.run(sides.repository(), request(theirs)));
    }

    @Test
    void aConflictNamesTheCommitAndTheFileAndHoldsNothing() throws IOException {
        own = sides.git().commit("theirs", "own\n");

        ReplayAnswer answer = step.run(sides.repository(), request(theirs));

        assertThat(answer.status()).isEqualTo(ReplayAnswer.ReplayStatus.CONFLICT);
        assertThat(answer.detail())
                .contains("theirs")
                .contains(own.abbreviate(7).name());
        assertThat(sides.git().has(HELD)).isFalse();
    }

    /** Onto the merge base there is nothing upstream: a commit was left out, and the conflict branch lacked it. */
    @Test
    void anOwnCommitThatTheRemoteHasTooIsLeftOutOntoTheRemoteOnly() throws IOException {
        theirs = sides.commitRemotely("own", "own\n");
        sides.fetch();

        assertThat(step.run(sides.repository(), request(theirs)).replayed()).isZero();
        // Its note says under which name the remote has it.
        assertThat(sides.git().run("notes", "--ref=reconciler/main", "show", own.name()))
                .contains("twin " + theirs.name());

        ReplayAnswer ontoBase = step.run(sides.repository(), request(sides.base()));
        assertThat(sides.git().run("ls-tree", "--name-only", tip(ontoBase).name()))
                .isEqualTo(StepFixture.FILE + "\nown");
    }
}
