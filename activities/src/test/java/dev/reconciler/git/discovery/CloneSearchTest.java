package dev.reconciler.git.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Native git is the reference for where the search ends. */
class CloneSearchTest {
    @TempDir
    Path directory;

    private final Map<String, String> environment =
            new HashMap<>(Map.of("GIT_CONFIG_NOSYSTEM", "1", "GIT_CONFIG_GLOBAL", "/dev/null"));
    private Path root;
    private Path clone;
    private Path below;

    @BeforeEach
    void aFolderInAClone() throws IOException {
        root = directory.toRealPath();
        clone = NativeGit.init(root.resolve("data")).directory();
        below = Files.createDirectories(clone.resolve("a/b"));
        Files.createSymbolicLink(root.resolve("link"), clone);
    }

    /** A ceiling is a folder that the search does not enter from below; the first folder is always looked at. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                   | true",
                "ROOT/data            | false",
                "ROOT/data/           | false",
                "ROOT/data/a          | false",
                "ROOT/data/a/b        | true",
                "ROOT                 | true",
                "ROOT/dat             | true",
                "/absent:ROOT/data    | false",
                "ROOT/link            | false",
                "ROOT/link:           | false",
                ":ROOT/link           | true",
                ":ROOT/data           | false",
                "ROOT/link::/absent   | false",
                "data                 | true",
            })
    void aCeilingEndsTheSearchWhereItEndsGits(String ceilings, boolean isFound) throws Exception {
        environment.put("GIT_CEILING_DIRECTORIES", ceilings.replace("ROOT", root.toString()));

        assertThat(new CloneSearch(environment, false).search(below).isPresent())
                .isEqualTo(isFound);
        assertThat(gitFindsAClone(below)).isEqualTo(isFound);
    }

    @Test
    void aGitFolderThatIsNoRepositoryIsPassedOver() throws Exception {
        Files.createDirectories(below.resolve(".git"));

        assertThat(new CloneSearch(environment, false).search(below)).contains(clone);
        assertThat(gitFindsAClone(below)).isTrue();
    }

    @Test
    void linksAreFollowedToTheFolderThatTheyNameAndUpwardsFromThere() throws IOException {
        assertThat(new CloneSearch(environment, false).search(root.resolve("link/a")))
                .contains(clone);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bare.git", "bare.git/refs/heads"})
    void aBareRepositoryThatAPersonDidNotNameCanBeForbidden(String folder) throws Exception {
        NativeGit.initBare(root.resolve("bare.git"));
        Path start = root.resolve(folder);
        forbidFoundBare();

        RefusedException refused =
                catchThrowableOfType(RefusedException.class, () -> new CloneSearch(environment, false).search(start));
        assertThat(refused).isNotNull();
        assertThat(refused.type()).isEqualTo(ErrorType.CONFIGURATION);
        assertThat(gitFindsAClone(start)).isFalse();
        assertThat(new CloneSearch(environment, true).search(start)).contains(root.resolve("bare.git"));
    }

    /** The installed git may be older than this exception of its rule. */
    @Test
    void theGitDirectoryOfAWorkTreeIsNoForbiddenBareRepository() throws Exception {
        NativeGit git = NativeGit.in(clone);
        git.commit("c", "1");
        git.run("worktree", "add", "-q", "-b", "side", root.resolve("side").toString());
        forbidFoundBare();

        for (String folder : new String[] {".git", ".git/objects", ".git/worktrees/side"}) {
            Path start = clone.resolve(folder);
            assertThat(new CloneSearch(environment, false).search(start))
                    .as(folder)
                    .isPresent();
        }
    }

    private void forbidFoundBare() {
        environment.putAll(Map.of(
                "GIT_CONFIG_COUNT", "1", "GIT_CONFIG_KEY_0", "safe.bareRepository", "GIT_CONFIG_VALUE_0", "explicit"));
    }

    private boolean gitFindsAClone(Path folder) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("git", "rev-parse", "--git-dir")
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getInputStream().readAllBytes();
        return process.waitFor() == 0;
    }
}
