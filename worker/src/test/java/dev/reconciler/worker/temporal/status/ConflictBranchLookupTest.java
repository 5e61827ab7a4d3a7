package dev.reconciler.worker.temporal.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import java.io.IOException;
import java.nio.file.Path;
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

    private Object findOpen() {
        return ConflictBranchLookup.findOpen(TestRepositories.settings(clone.directory(), remote.directory()))
                .orElseThrow();
    }

    @Test
    void oneThatNobodyHasMergedIsOpen() {
        assertThat(findOpen()).asList().containsExactly(BRANCH);
    }

    /** It was said to be open as long as it was there. */
    @Test
    void oneWhoseChangesCameByASquashWaitsForNobody() throws IOException {
        remote.run("merge", "-q", "--squash", BRANCH);
        remote.run("commit", "-q", "-m", "what was in conflict");

        assertThat(findOpen()).asList().isEmpty();
    }

    @Test
    void withoutACloneAllCountThatTheRemoteHas() {
        assertThat(ConflictBranchLookup.findOpen(TestRepositories.settings(root.resolve("none"), remote.directory())))
                .hasValueSatisfying(open -> assertThat(open).containsExactly(BRANCH));
    }
}
