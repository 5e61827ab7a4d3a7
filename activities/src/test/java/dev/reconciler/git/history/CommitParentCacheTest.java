package dev.reconciler.git.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.history.CommitParentCache.CachedCommit;
import dev.reconciler.git.history.CommitParentCache.HistoryReader;
import dev.reconciler.git.history.CommitParentCache.ReachableCommits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Histories are drawn with letters: a commit's parents are to its left. */
class CommitParentCacheTest {
    @TempDir
    Path directory;

    private NativeGit git;
    private Repository repository;
    private ObjectId a;
    private DatedCommits dated;

    @BeforeEach
    void aRepositoryWithCommitA() throws IOException {
        git = NativeGit.init(directory);
        a = git.commit("a", "1");
        dated = new DatedCommits(git, a);
        repository = new FileRepositoryBuilder()
                .setGitDir(directory.resolve(".git").toFile())
                .build();
    }

    @AfterEach
    void close() {
        repository.close();
    }

    /**
     * <pre>
     * A---B---D   D is a merge: A is reached by way of B and of C
     *  \-----C-/
     * </pre>
     */
    @Test
    void aCommitThatTwoLinesLeadToIsReachedOnce() throws IOException {
        ObjectId b = dated.write(2_000, a);
        ObjectId c = dated.write(3_000, a);
        ObjectId d = dated.write(4_000, b, c);
        try (HistoryReader reader = CommitParentCache.openReader(repository)) {
            ReachableCommits reached = reader.collectReachable(List.of(reader.readCommit(d), reader.readCommit(d)));

            assertThat(reached.commits()).extracting(CachedCommit::copy).containsExactlyInAnyOrder(a, b, c, d);
        }
    }

    @Test
    void ofNoTipsNothingIsReached() throws IOException {
        try (HistoryReader reader = CommitParentCache.openReader(repository)) {
            ReachableCommits reached = reader.collectReachable(List.of());

            assertThat(reached.commits()).isEmpty();
            assertThat(reached.has(reader.readCommit(a))).isFalse();
        }
    }

    /**
     * <pre>
     * A---B---C---L
     *      \-----R
     * </pre>
     */
    @Test
    void theMergeBaseIsTheLastCommonCommitOfTwoLines() throws IOException {
        ObjectId b = dated.write(2_000, a);
        ObjectId l = dated.write(4_000, dated.write(3_000, b));
        ObjectId r = dated.write(3_500, b);

        assertThat(findMergeBase(l, r)).isEqualTo(b);
        assertThat(git.run("merge-base", l.name(), r.name())).isEqualTo(b.name());
    }

    /** B is dated before its parent A: by date, A would look like the later common commit. */
    @Test
    void theMergeBaseDoesNotDependOnDates() throws IOException {
        ObjectId b = dated.write(1, a);
        ObjectId l = dated.write(2, b);
        ObjectId r = dated.write(3, b);

        assertThat(findMergeBase(l, r)).isEqualTo(b);
    }

    /**
     * <pre>
     * A---B---L   L merges C into B, R merges B into C: B and C are both best
     *  \   \ /
     *   \   X
     *    \ / \
     *     C---R
     * </pre>
     */
    @Test
    void ofTwoBestCommonCommitsTheNewerOneIsTaken() throws IOException {
        ObjectId b = dated.write(3_000, a);
        ObjectId c = dated.write(2_000, a);
        ObjectId l = dated.write(4_000, b, c);
        ObjectId r = dated.write(5_000, c, b);

        assertThat(findMergeBase(l, r)).isEqualTo(b);
        assertThat(findMergeBase(r, l)).isEqualTo(b);
    }

    @Test
    void aSecondReaderHasTheCommitsThatTheFirstOneCameUpon() throws IOException {
        ObjectId b = dated.write(2_000, a);
        try (HistoryReader first = CommitParentCache.openReader(repository)) {
            assertThat(first.findCached(b)).isEmpty();
            first.collectReachable(List.of(first.readCommit(b)));
        }
        try (HistoryReader second = CommitParentCache.openReader(repository)) {
            assertThat(second.findCached(b)).isPresent();
            assertThat(second.findCached(a)).isPresent();
        }
    }

    /** A commit that only the cache has would be pushed, or taken for shared, and the remote would refuse it. */
    @Test
    void aCachedCommitThatGitHasRemovedIsMissing() throws IOException {
        ObjectId b = dated.write(2_000, a);
        try (HistoryReader first = CommitParentCache.openReader(repository)) {
            first.readCommit(b);
        }
        git.run("prune", "--expire=now");
        try (Repository again = new FileRepositoryBuilder()
                        .setGitDir(repository.getDirectory())
                        .build();
                HistoryReader second = CommitParentCache.openReader(again)) {
            assertThat(second.findCached(b)).isPresent();
            assertThatThrownBy(() -> second.readCommit(b)).isInstanceOf(MissingObjectException.class);
        }
    }

    /** A boundary that was kept as a root hid everything before it, also after the clone was deepened. */
    @Test
    void nothingOfAShallowCloneIsKept() throws IOException {
        ObjectId b = git.commit("a", "2");
        NativeGit shallow = NativeGit.clone("file://" + directory, directory.resolve("shallow"), "--depth", "1");
        try (Repository clone = new FileRepositoryBuilder()
                .setGitDir(shallow.directory().resolve(".git").toFile())
                .build()) {
            try (HistoryReader first = CommitParentCache.openReader(clone)) {
                assertThat(first.collectReachable(List.of(first.readCommit(b))).commits())
                        .hasSize(1);
            }
            try (HistoryReader second = CommitParentCache.openReader(clone)) {
                assertThat(second.findCached(b)).isEmpty();
            }
        }
    }

    private ObjectId findMergeBase(ObjectId local, ObjectId remote) throws IOException {
        try (HistoryReader reader = CommitParentCache.openReader(repository)) {
            return reader.findMergeBase(
                            reader.collectReachable(List.of(reader.readCommit(local))),
                            reader.collectReachable(List.of(reader.readCommit(remote))))
                    .orElseThrow()
                    .copy();
        }
    }
}
