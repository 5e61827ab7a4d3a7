package dev.reconciler.git.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.contract.ReplayRequest;
import dev.reconciler.git.checkout.BranchMover;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.lock.RepositoryLock;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A clone that several users of a group share: what a whole run writes in the git directory is theirs too. */
class SharedRepositoryTest {
    @TempDir
    Path root;

    /** The folders of refs and notes were closed to the group, and its next git command failed. */
    @Test
    void allThatIsWrittenInTheGitDirectoryIsTheGroups() throws IOException {
        try (StepFixture sides = new StepFixture(root)) {
            NativeGit git = NativeGit.init(root.resolve("shared"), "--shared=group");
            git.run("remote", "add", "origin", sides.remote().directory().toString());
            git.run("fetch", "-q");
            git.run("checkout", "-q", "main");
            ObjectId own = git.commit("own", "own\n");
            List<Path> closedByGit = listClosed(git.directory().resolve(".git"));
            ObjectId theirs = sides.commitRemotely("some/theirs", "theirs\n");
            RepositorySettings settings =
                    TestRepositories.settings(git.directory(), sides.remote().directory());

            new FetchStep(settings, false).run(StepFixture.soon());
            try (DataRepository repository = DataRepository.open(settings).orElseThrow()) {
                String twin = Objects.requireNonNull(new ReplayStep()
                                .run(
                                        repository,
                                        new ReplayRequest(
                                                sides.target(),
                                                CommitIds.of(own),
                                                CommitIds.of(theirs),
                                                CommitIds.of(theirs),
                                                Instant.parse("2026-11-26T10:00:00Z")))
                                .tip())
                        .toString();
                try (RepositoryLock lock = repository.lock()) {
                    assertThat(new BranchMover(repository).move(own, ObjectId.fromString(twin), "test", () -> {}))
                            .isTrue();
                    repository.writeRemoteUrl(sides.remote().directory().toString());
                }
            }

            // Git itself closes two files that each of its users writes anew.
            assertThat(listClosed(git.directory().resolve(".git"))).containsExactlyElementsOf(closedByGit);
            assertThat(git.run("status", "--porcelain")).isEmpty();
        }
    }

    /** The files and folders that the group can't read, or can't write where their owner can. */
    private static List<Path> listClosed(Path gitDir) throws IOException {
        try (var all = Files.walk(gitDir)) {
            return all.filter(path -> !isOpen(path)).toList();
        }
    }

    private static boolean isOpen(Path path) {
        try {
            int mode = (Integer) Files.getAttribute(path, "unix:mode") & 07777;
            if (Files.isDirectory(path)) {
                return (mode & 02070) == 02070;
            }
            return (mode & 0200) == 0 ? (mode & 0060) == 0040 : (mode & 0060) == 0060;
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }
}
