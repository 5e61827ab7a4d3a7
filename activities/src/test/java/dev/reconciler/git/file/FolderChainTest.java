package dev.reconciler.git.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderChainTest {
    @TempDir
    Path root;

    @BeforeEach
    void someFolders() throws IOException {
        Files.createDirectories(root.resolve("a/b/c"));
        Files.createDirectories(root.resolve("a/x"));
        Files.createSymbolicLink(root.resolve("link"), Path.of("a"));
    }

    @Test
    void goesDownAsFarAsThereAreFolders() throws IOException {
        try (FolderChain chain = new FolderChain(root)) {
            chain.descend(List.of("a", "b", "c"));
            assertThat(chain.depth()).isEqualTo(3);
            chain.descend(List.of("a", "x", "new", "newer"));
            assertThat(chain.depth()).isEqualTo(2);
            assertThat(chain.deepest().isFree("new")).isTrue();
            chain.descend(List.of());
            assertThat(chain.depth()).isZero();
        }
    }

    @Test
    void followsNoLink() throws IOException {
        try (FolderChain chain = new FolderChain(root)) {
            chain.descend(List.of("link", "b"));
            assertThat(chain.depth()).isZero();
        }
    }

    @Test
    void deletesEmptyFoldersUpToTheFirstThatIsUsed() throws IOException {
        try (FolderChain chain = new FolderChain(root)) {
            chain.descend(List.of("a", "b", "c"));
            chain.deleteEmptyFolders();

            assertThat(root.resolve("a/b")).doesNotExist();
            assertThat(chain.depth()).isEqualTo(1);
            assertThat(chain.deepest().isFolder("x")).isTrue();
        }
    }

    @Test
    void theRootStaysWhereItIsEmpty(@TempDir Path empty) throws IOException {
        try (FolderChain chain = new FolderChain(empty)) {
            chain.deleteEmptyFolders();
        }
        assertThat(empty).isDirectory();
    }
}
