package dev.reconciler.git.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.NativeGit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects looked up in files that native git has written. */
class ObjectLookupTest {
    @TempDir
    Path root;

    private NativeGit git;

    @BeforeEach
    void repository() {
        git = NativeGit.init(root);
        for (int i = 0; i < 200; i++) {
            git.write("f" + i, "content " + i);
        }
        git.commitAll("all");
    }

    @Test
    void everyLooseObjectIsFound() throws IOException {
        assertThatEveryObjectIsFound();
    }

    @Test
    void everyPackedObjectIsFound() throws IOException {
        git.run("repack", "-adq");
        git.run("prune-packed");
        git.commit("later", "later");
        git.run("repack", "-dq");
        assertThatEveryObjectIsFound();
    }

    @Test
    void whatIsNotThereIsNotFound() throws IOException {
        git.run("repack", "-adq");
        assertThat(finds("0000000000000000000000000000000000000001")).isFalse();
        assertThat(finds("ffffffffffffffffffffffffffffffffffffffff")).isFalse();
        assertThat(finds("7fffffffffffffffffffffffffffffffffffffff")).isFalse();
    }

    @Test
    void anIndexThatIsBrokenIsPassedOver() throws IOException {
        git.run("repack", "-adq");
        Path packs = root.resolve(".git/objects/pack");
        Files.createFile(packs.resolve("pack-empty.idx"));
        Files.createSymbolicLink(packs.resolve("pack-removed.idx"), packs.resolve("nothing"));

        assertThatEveryObjectIsFound();
        assertThat(finds("7fffffffffffffffffffffffffffffffffffffff")).isFalse();
    }

    private void assertThatEveryObjectIsFound() throws IOException {
        for (String id : git.run("cat-file", "--batch-check=%(objectname)", "--batch-all-objects")
                .lines()
                .toList()) {
            assertThat(finds(id)).as(id).isTrue();
        }
    }

    private boolean finds(String id) throws IOException {
        return ObjectLookup.finds(root.resolve(".git/objects"), ObjectId.fromString(id));
    }
}
