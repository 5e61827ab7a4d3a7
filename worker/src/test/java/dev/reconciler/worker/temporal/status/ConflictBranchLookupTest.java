package dev.reconciler.worker.temporal.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.repository.CommitterIdentity;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.config.RemoteUrl;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.conflict.ConflictCases;
import dev.reconciler.worker.state.ConflictBook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which conflict branches of a remote wait for a person, as a status tells it. */
class ConflictBranchLookupTest {
    private static final String BRANCH = "conflicts/2026-11-27T10-00-00Z";

    @TempDir
    Path root;

    private NativeGit remote;
    private NativeGit clone;

    @BeforeEach
    void preserveAConflict() throws IOException {
        remote = NativeGit.init(root.resolve("remote"));
        remote.commit("file", "one\n");
        remote.run("checkout", "-q", "-b", "side");
        remote.commit("own", "own\n");
        remote.run("branch", BRANCH);
        remote.run("checkout", "-q", "main");
        remote.commit("file", "two\n");
        remote.run("branch", "-D", "side");
        remote.run(
                "clone",
                "-q",
                remote.directory().toString(),
                root.resolve("clone").toString());
        clone = NativeGit.in(root.resolve("clone"));
    }

    private RepositoryConfiguration configure(String id, Path path, String branch) {
        return new RepositoryConfiguration(
                new RepositoryId(id),
                path,
                RemoteUrl.parse(remote.directory().toString(), root),
                new BranchName(branch),
                false);
    }

    private List<String> findOpen(RepositoryConfiguration repository, RepositoryConfiguration... others) {
        return look(repository, others).orElseThrow();
    }

    private Optional<List<String>> look(RepositoryConfiguration repository, RepositoryConfiguration... others) {
        List<RepositoryConfiguration> all =
                Stream.concat(Stream.of(repository), Stream.of(others)).toList();
        ConflictCases cases = new ConflictCases(
                all, new CommitterIdentity("Reconciler", "reconciler@example.org"), ConflictBook.look(root));
        return new ConflictBranchLookup(cases).findOpen(repository);
    }

    private List<String> findOpen() {
        return findOpen(configure("main", clone.directory(), "main"));
    }

    @Test
    void oneThatNobodyHasMergedIsOpen() {
        assertThat(findOpen()).containsExactly(BRANCH);
    }

    /** It was said to be open as long as it was there. */
    @Test
    void oneWhoseChangesCameByASquashWaitsForNobody() throws IOException {
        remote.run("merge", "-q", "--squash", BRANCH);
        remote.run("commit", "-q", "-m", "what was in conflict");

        assertThat(findOpen()).isEmpty();
    }

    /** The last run had escaped it, and the repository was said to be settled. */
    @Test
    void withoutACloneItIsNotKnownWhichAreOpen() {
        assertThat(look(configure("main", root.resolve("none"), "main"))).isEmpty();
    }

    /** The list of all repositories failed for it. */
    @Test
    void inADamagedCloneItIsNotKnownWhichAreOpen() throws IOException {
        clone.run("fetch", "-q", "origin", BRANCH + ":kept");
        Path objects = clone.directory().resolve(".git/objects");
        try (Stream<Path> files = Files.walk(objects)) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                assertThat(each.toFile().setWritable(true)).isTrue();
                Files.write(each, new byte[] {0x78, 0x01, 0x00});
            }
        }

        assertThat(look(configure("main", clone.directory(), "main"))).isEmpty();
    }

    /** The view of main had it too, under a name that the list of conflicts does not know. */
    @Test
    void oneOfAnotherBranchOfTheRemoteIsNotOfThisOne() {
        remote.run("checkout", "-q", "-b", "dev", "main~1");
        remote.commit("dev", "dev\n");
        remote.run("checkout", "-q", "--detach");
        remote.commit("own", "of dev\n");
        remote.run("branch", "-f", BRANCH);
        remote.run("checkout", "-q", "dev");
        remote.commit("own", "theirs\n");
        NativeGit second = NativeGit.clone(remote.directory().toString(), root.resolve("second"), "-b", "dev");
        RepositoryConfiguration main = configure("main", clone.directory(), "main");
        RepositoryConfiguration dev = configure("dev", second.directory(), "dev");

        assertThat(findOpen(main, dev)).isEmpty();
        assertThat(findOpen(dev, main)).containsExactly(BRANCH);
    }
}
