package dev.reconciler.git.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.fixture.NativeGit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryComparisonTest {
    @TempDir
    Path directory;

    private NativeGit git;
    private ObjectId base;
    private DatedCommits dated;

    @BeforeEach
    void aRepositoryWithOneCommit() {
        git = NativeGit.init(directory);
        base = git.commit("a", "1");
        dated = new DatedCommits(git, base);
    }

    @Test
    void commitsOfBothSidesAreCountedOnTheirOwnSide() throws IOException {
        ObjectId remote = git.commit("b", "1");
        git.run("reset", "-q", "--hard", base.name());
        git.commit("c", "1");
        ObjectId local = git.commit("c", "2");

        HistoryComparison history = between(local, remote, Set.of(base));

        assertThat(history.ahead()).isEqualTo(2);
        assertThat(history.behind()).isEqualTo(1);
        assertThat(history.own()).hasSize(2).contains(local);
        assertThat(history.upstream()).containsExactly(remote);
        assertThat(history.dropped()).isEmpty();
        assertThat(history.mergeBase()).isEqualTo(base);
    }

    @Test
    void aCommitThatWasSeenAndThatTheRemoteLacksIsDropped() throws IOException {
        ObjectId secret = git.commit("secret", "1");
        ObjectId own = git.commit("c", "1");

        HistoryComparison history = between(own, base, Set.of(secret));

        assertThat(history.dropped()).containsExactly(secret);
        assertThat(history.own()).containsExactly(own);
    }

    @Test
    void commitsMadeByWrongClocksAreStillShared() throws IOException {
        // Each parent is dated after its child: a walk that stops by date would list them as own.
        ObjectId shared = base;
        for (int i = 0; i < 20; i++) {
            shared = dated.write(1_800_000_000L - i * 100_000L, shared);
        }
        ObjectId local = dated.write(1_000L, shared);
        ObjectId remote = dated.write(1_900_000_000L, shared);

        HistoryComparison history = between(local, remote, Set.of());

        assertThat(history.own()).containsExactly(local);
        assertThat(history.upstream()).containsExactly(remote);
    }

    /** It counted for nothing, so what the remote had dropped looked like own commits and went to it again. */
    @Test
    void aSharedCommitThatIsNotThereIsMissing() {
        Set<ObjectId> lost = Set.of(ObjectId.fromString("1".repeat(40)));

        assertThatThrownBy(() -> between(base, base, lost)).isInstanceOf(MissingObjectException.class);
    }

    @Test
    void aCommitThatIsPrunedAfterItWasReadIsMissing() throws IOException {
        ObjectId gone = git.commit("b", "1");
        between(gone, base, Set.of());
        git.run("reset", "-q", "--hard", base.name());
        git.run("reflog", "expire", "--expire=now", "--all");
        git.run("gc", "-q", "--prune=now");

        assertThatThrownBy(() -> between(gone, base, Set.of())).isInstanceOf(MissingObjectException.class);
    }

    @Test
    void aMergeBaseIsOneOfTheBestThatGitFinds() throws IOException {
        // Each side has merged the other: two commits are best, and the root is none.
        ObjectId one = dated.write(1_000, base);
        ObjectId two = dated.write(2_000, base);
        ObjectId left = dated.write(3_000, one, two);
        ObjectId right = dated.write(4_000, two, one);

        ObjectId found = between(left, right, Set.of()).mergeBase();

        assertThat(git.run("merge-base", "--all", left.name(), right.name()).lines())
                .hasSize(2)
                .contains(Objects.requireNonNull(found).name());
    }

    @Test
    void historiesWithoutACommonAncestorHaveNoMergeBase() throws IOException {
        git.run("checkout", "-q", "--orphan", "other");
        ObjectId other = git.commitAll("other");

        assertThat(between(base, other, Set.of()).mergeBase()).isNull();
    }

    private HistoryComparison between(ObjectId local, ObjectId remote, Set<ObjectId> seen) throws IOException {
        try (Repository repository = new FileRepositoryBuilder()
                .setGitDir(git.directory().resolve(".git").toFile())
                .build()) {
            return HistoryComparison.between(repository, local, remote, seen);
        }
    }
}
