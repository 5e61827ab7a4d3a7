package dev.reconciler.worker.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder {@code deep/data}, with a link {@code link} to it and a link {@code top} to the folder of all. */
class ConfiguredPathsTest {
    @TempDir
    Path temporary;

    private Path root;
    private Path data;

    @BeforeEach
    void linksToAFolder() throws IOException {
        root = temporary.toRealPath();
        data = Files.createDirectories(root.resolve("deep/data"));
        Files.createSymbolicLink(root.resolve("link"), data);
        Files.createSymbolicLink(root.resolve("top"), root);
    }

    @Test
    void aPathKeepsTheLinksByWhichAPersonKnowsIt() {
        assertThat(ConfiguredPaths.resolvePath("./link/", root)).isEqualTo(root.resolve("link"));
        assertThat(ConfiguredPaths.resolvePath("deep/../deep/data", root)).isEqualTo(data);
    }

    @Test
    void upFromALinkLeadsWhereTheSystemLeads() throws IOException {
        Path beside = Files.createDirectories(root.resolve("deep/other"));

        assertThat(ConfiguredPaths.resolvePath("link/../other", root)).isEqualTo(beside);
    }

    @Test
    void allSpellingsOfARepositoryAreOne() throws IOException {
        Files.createDirectories(data.resolve(".git"));

        for (String spelling :
                new String[] {"deep/data", "link", "top/link", "deep/data/.git", "link/.git", "link/../data"}) {
            Path path = ConfiguredPaths.resolvePath(spelling, root);
            assertThat(ConfiguredPaths.canonicalizePath(path)).as(spelling).isEqualTo(data);
        }
        assertThat(ConfiguredPaths.canonicalizePath(root.resolve("top/missing/data")))
                .isEqualTo(root.resolve("missing/data"));
    }
}
