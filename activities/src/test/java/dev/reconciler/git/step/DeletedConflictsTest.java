package dev.reconciler.git.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.state.DroppedTips;
import dev.reconciler.git.state.EscapedRefs;
import dev.reconciler.git.state.EscapedRefs.EscapedCommit;
import dev.reconciler.model.BranchName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The remote does not show a conflict branch whose name is old. */
class DeletedConflictsTest {
    private static final BranchName CONFLICT = new BranchName("conflicts/2026-01-01T00-00-00Z");

    @TempDir
    Path root;

    private StepFixture sides;
    private ObjectId own;
    private ObjectId dropped;

    @BeforeEach
    void escapeACommit() throws IOException {
        sides = new StepFixture(root);
        sides.fetch();
        dropped = sides.git().commit("dropped", "dropped\n");
        own = sides.git().commit("own", "own\n");
        sides.git().run("reset", "-q", "--hard", sides.base().name());
        sides.git().run("update-ref", sides.repository().names().dropped(dropped), dropped.name());
        new EscapedRefs(sides.repository()).record(CONFLICT, own);
    }

    @AfterEach
    void close() {
        sides.close();
    }

    /** Its name has the time of the pass's begin: after a long pass nobody waited for a stale replica of the forge. */
    @Test
    void aConflictBranchThatWasPushedLateInAPassMayNotBeShownYet() throws IOException {
        sides.fetch();

        assertThat(new EscapedRefs(sides.repository()).list()).containsExactly(new EscapedCommit(CONFLICT, own));
        assertThat(new DroppedTips(sides.repository()).list()).containsExactly(dropped);
        assertThat(sides.git().refs()).doesNotContain("refs/rewound/");
    }

    @Test
    void aConflictBranchThatIsNotShownLongAfterItsPushWasDeleted() throws IOException {
        Path ref = sides.git().directory().resolve(".git/refs/reconciler/main/escaped/2026-01-01T00-00-00Z");
        Files.setLastModifiedTime(ref, FileTime.from(Instant.now().minus(Duration.ofMinutes(2))));

        sides.fetch();

        assertIsKept();
    }

    /** A git gc beside a long pass packs the ref within the minute. */
    @Test
    void aConflictBranchWhoseRefGitHasJustPackedMayNotBeShownYet() throws IOException {
        sides.git().run("pack-refs", "--all");

        sides.fetch();

        assertThat(new EscapedRefs(sides.repository()).list()).containsExactly(new EscapedCommit(CONFLICT, own));
    }

    @Test
    void aConflictBranchWhoseRefGitHasPackedAndThatIsNotShownLongAfterWasDeleted() throws IOException {
        sides.git().run("pack-refs", "--all");
        Path packed = sides.git().directory().resolve(".git/packed-refs");
        Files.setLastModifiedTime(packed, FileTime.from(Instant.now().minus(Duration.ofMinutes(2))));

        sides.fetch();

        assertIsKept();
    }

    private void assertIsKept() throws IOException {
        assertThat(new EscapedRefs(sides.repository()).list()).isEmpty();
        assertThat(new DroppedTips(sides.repository()).list()).isEmpty();
        assertThat(sides.git().run("for-each-ref", "--format=%(objectname)", "refs/rewound"))
                .isEqualTo(own.name());
    }
}
