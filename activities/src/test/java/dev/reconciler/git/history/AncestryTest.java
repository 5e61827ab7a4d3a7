package dev.reconciler.git.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.fixture.NativeGit;
import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AncestryTest {
    private static final ObjectId ABSENT = ObjectId.fromString("1".repeat(40));

    @TempDir
    Path directory;

    private NativeGit git;
    private ObjectId base;
    private ObjectId next;

    @BeforeEach
    void aRepositoryWithTwoCommits() {
        git = NativeGit.init(directory);
        base = git.commit("a", "1");
        next = git.commit("a", "2");
    }

    @Test
    void aCommitContainsItselfAndItsAncestorsOnly() throws IOException {
        try (Repository repository = open(git)) {
            assertThat(Ancestry.contains(repository, next, base)).isTrue();
            assertThat(Ancestry.contains(repository, next, next)).isTrue();
            assertThat(Ancestry.contains(repository, base, next)).isFalse();
            assertThat(Ancestry.isAncestorByDate(repository, base, next)).isTrue();
            assertThat(Ancestry.isAncestorByDate(repository, next, next)).isTrue();
            assertThat(Ancestry.isAncestorByDate(repository, next, base)).isFalse();
        }
    }

    @Test
    void aCommitThatIsNotThereIsContainedInNone() throws IOException {
        try (Repository repository = open(git)) {
            assertThat(Ancestry.contains(repository, next, ABSENT)).isFalse();
            assertThatThrownBy(() -> Ancestry.contains(repository, ABSENT, base))
                    .isInstanceOf(MissingObjectException.class);
            assertThat(Ancestry.isAncestorByDate(repository, ABSENT, next)).isFalse();
            assertThat(Ancestry.isAncestorByDate(repository, base, ABSENT)).isFalse();
        }
    }

    @Test
    void anAncestorIsFoundWhateverTheClocksSaid() throws IOException {
        DatedCommits dated = new DatedCommits(git, base);
        ObjectId future = dated.write(1_900_000_000L);
        ObjectId tip = future;
        for (int i = 0; i < 20; i++) {
            tip = dated.write(1_000L - i, tip);
        }
        try (Repository repository = open(git)) {
            assertThat(Ancestry.contains(repository, tip, future)).isTrue();
            assertThat(Ancestry.contains(repository, future, tip)).isFalse();
        }
    }

    @Test
    void everyReachableCommitIsCountedOnce() throws IOException {
        ObjectId merge = new DatedCommits(git, base).write(2_000_000_000L, next, base);
        try (Repository repository = open(git)) {
            assertThat(Ancestry.countReachable(repository, base)).isEqualTo(1);
            assertThat(Ancestry.countReachable(repository, merge)).isEqualTo(3);
            assertThatThrownBy(() -> Ancestry.countReachable(repository, ABSENT))
                    .isInstanceOf(MissingObjectException.class);
        }
    }

    @Test
    void aHistoryThatIsDeepenedIsReadAgain() throws IOException {
        NativeGit shallow = NativeGit.clone("file://" + git.directory(), directory.resolve("shallow"), "--depth", "1");
        try (Repository repository = open(shallow)) {
            assertThat(Ancestry.countReachable(repository, next)).isEqualTo(1);
        }
        shallow.run("fetch", "-q", "--unshallow");
        try (Repository repository = open(shallow)) {
            assertThat(Ancestry.countReachable(repository, next)).isEqualTo(2);
        }
    }

    private static Repository open(NativeGit git) throws IOException {
        return new FileRepositoryBuilder()
                .setGitDir(git.directory().resolve(".git").toFile())
                .build();
    }
}
