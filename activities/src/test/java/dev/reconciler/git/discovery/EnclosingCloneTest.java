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
import org.junit.jupiter.params.provider.ValueSource;

class EnclosingCloneTest {
    private static final String URL = "https://git.example.org/civic-data.git";

    @TempDir
    Path directory;

    private final Map<String, String> environment =
            new HashMap<>(Map.of("GIT_CONFIG_NOSYSTEM", "1", "GIT_CONFIG_GLOBAL", "/dev/null"));
    private Path root;
    private NativeGit git;

    @BeforeEach
    void aClone() throws IOException {
        root = directory.toRealPath();
        git = NativeGit.init(root.resolve("data"));
        git.run("remote", "add", "origin", URL);
        git.commit("places/a", "1");
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "places", ".git", ".git/objects", ".git/hooks"})
    void everyFolderOfACloneLeadsToItsTop(String below) throws IOException {
        EnclosingClone clone = find(git.directory().resolve(below));

        assertThat(clone.path()).isEqualTo(git.directory());
        assertThat(clone.remote()).isEqualTo(URL);
        assertThat(clone.branch()).contains("main");
    }

    @Test
    void aFolderWithSpacesAndUmlautsIsFound() throws IOException {
        Path strange = root.resolve("Größe und Maß");
        NativeGit.init(strange).run("remote", "add", "origin", URL);

        assertThat(find(strange).path()).isEqualTo(strange);
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "refs", "refs/heads"})
    void aBareRepositoryIsItsOwnTop(String below) throws IOException {
        Path bare = root.resolve("bare.git");
        NativeGit.initBare(bare).run("remote", "add", "origin", URL);

        assertThat(find(bare.resolve(below)).path()).isEqualTo(bare);
    }

    @Test
    void aLinkedWorkTreeHasItsOwnTopAndBranchAndTheCommonRemote() throws IOException {
        Path linked = root.resolve("linked");
        git.run("worktree", "add", "-q", "-b", "side", linked.toString());

        for (Path folder :
                new Path[] {linked, linked.resolve("places"), git.directory().resolve(".git/worktrees/linked")}) {
            EnclosingClone clone = find(folder);
            assertThat(clone.path()).isEqualTo(linked);
            assertThat(clone.branch()).contains("side");
            assertThat(clone.remote()).isEqualTo(URL);
        }
    }

    @Test
    void aWorkTreeOfABareRepositoryIsNoBareRepository() throws IOException {
        Path bare = Files.createDirectories(root.resolve("project")).resolve(".git");
        NativeGit.clone(git.directory().toString(), bare, "--bare");
        Path linked = root.resolve("project/main");
        NativeGit.in(bare).run("worktree", "add", "-q", linked.toString(), "main");

        assertThat(find(linked).path()).isEqualTo(linked);
        assertThat(find(root.resolve("project")).path()).isEqualTo(bare);
    }

    @Test
    void aSubmoduleIsARepositoryOfItsOwn() throws IOException {
        NativeGit outer = NativeGit.init(root.resolve("outer"));
        outer.run(
                "-c",
                "protocol.file.allow=always",
                "submodule",
                "--quiet",
                "add",
                git.directory().toString(),
                "inner");

        Path inner = root.resolve("outer/inner");
        assertThat(find(inner.resolve("places")).path()).isEqualTo(inner);
        assertThat(find(root.resolve("outer/.git/modules/inner")).path()).isEqualTo(inner);
        assertThat(find(inner).remote()).isEqualTo(git.directory().toString());
    }

    @Test
    void aSeparateGitDirectoryIsFollowed() throws IOException {
        Path top = root.resolve("top");
        NativeGit.init(top, "--separate-git-dir=" + root.resolve("elsewhere.git"));

        assertThat(find(top).path()).isEqualTo(top);
    }

    /** A run of that path finds the git directory there, and the files where its settings say. */
    @Test
    void aCloneWhoseWorkTreeIsElsewhereIsKnownByWhatLeadsToItsGitDirectory() throws IOException {
        Path elsewhere = Files.createDirectories(root.resolve("elsewhere"));
        git.run("config", "core.worktree", elsewhere.toString());
        assertThat(find(git.directory()).path()).isEqualTo(git.directory());

        Files.writeString(
                elsewhere.resolve(".git"), "gitdir: " + git.directory().resolve(".git"));
        assertThat(find(git.directory()).path()).isEqualTo(elsewhere);
        assertThat(find(elsewhere).path()).isEqualTo(elsewhere);
    }

    @Test
    void aLinkToACloneKeepsItsNameWhereAPersonGaveIt() throws IOException {
        Path link = Files.createSymbolicLink(root.resolve("current"), git.directory());

        assertThat(EnclosingClone.of(link, environment).orElseThrow().path()).isEqualTo(link);
        assertThat(find(link).path()).isEqualTo(git.directory());
    }

    /** {@code link/..} is the folder above the link's target, and its normal form the folder above the link. */
    @Test
    void aPathThatGoesUpFromALinkIsAboveItsTarget() throws IOException {
        Path above = NativeGit.init(root.resolve("above")).directory();
        Path target = Files.createDirectories(git.directory().resolve("places"));
        Path link = Files.createSymbolicLink(above.resolve("current"), target);

        assertThat(EnclosingClone.of(link.resolve(".."), environment)
                        .orElseThrow()
                        .path())
                .isEqualTo(git.directory());
    }

    @Test
    void outsideOfEveryCloneNoneIsFound() throws IOException {
        assertThat(EnclosingClone.ofCurrentFolder(root, environment)).isEmpty();
        assertThat(EnclosingClone.of(root.resolve("absent"), environment)).isEmpty();
        Files.createDirectories(root.resolve("empty/.git"));
        assertThat(EnclosingClone.of(root.resolve("empty"), environment)).isEmpty();
    }

    @Test
    void aCeilingEndsTheSearchAndIsNotLookedAt() throws IOException {
        Path below = git.directory().resolve("places");
        environment.put("GIT_CEILING_DIRECTORIES", "/nowhere:" + git.directory());

        assertThat(EnclosingClone.ofCurrentFolder(below, environment)).isEmpty();
        assertThat(EnclosingClone.ofCurrentFolder(git.directory(), environment)).isPresent();
    }

    @Test
    void aBareRepositoryThatIsOnlyFoundCanBeForbidden() throws IOException {
        Path bare = root.resolve("bare.git");
        NativeGit.initBare(bare);
        environment.putAll(Map.of(
                "GIT_CONFIG_COUNT", "1", "GIT_CONFIG_KEY_0", "safe.bareRepository", "GIT_CONFIG_VALUE_0", "explicit"));

        assertRefused(() -> EnclosingClone.ofCurrentFolder(bare, environment), "safe.bareRepository");
        assertThat(EnclosingClone.of(bare, environment)).isPresent();
    }

    @Test
    void gitsOwnVariablesMayNameThatVeryCloneOnly() throws IOException {
        environment.put("GIT_DIR", ".git");
        assertThat(find(git.directory()).path()).isEqualTo(git.directory());

        NativeGit.init(root.resolve("other"));
        environment.put("GIT_DIR", root.resolve("other/.git").toString());
        assertRefused(() -> find(git.directory()), "GIT_DIR names", "unset the variable");
        assertThat(EnclosingClone.of(git.directory(), environment)).isPresent();
    }

    @Test
    void aBranchWithoutACommitIsABranchAndADetachedHeadIsNone() throws IOException {
        git.run("symbolic-ref", "HEAD", "refs/heads/data/live");
        assertThat(find(git.directory()).branch()).contains("data/live");
        git.run("symbolic-ref", "HEAD", "refs/remotes/origin/main");
        assertThat(find(git.directory()).branch()).isEmpty();
        git.run("symbolic-ref", "HEAD", "refs/heads/main");
        git.run("checkout", "-q", "--detach");
        assertThat(find(git.directory()).branch()).isEmpty();
    }

    @Test
    void aHeadThatIsALinkNamesABranch() throws IOException {
        Path head = git.directory().resolve(".git/HEAD");
        Files.delete(head);
        Files.createSymbolicLink(head, Path.of("refs/heads/main"));

        assertThat(find(git.directory()).branch()).contains("main");
    }

    @Test
    void onlyOriginCounts() throws IOException {
        git.run("remote", "rename", "origin", "upstream");

        assertRefused(find(git.directory())::remote, "no remote 'origin'", "--remote");
    }

    @Test
    void severalUrlsAreRefusedWithoutShowingThem() throws IOException {
        git.run("remote", "set-url", "--add", "origin", "https://ann:hunter2@mirror.example.org/x.git");

        assertThat(assertRefused(find(git.directory())::remote, "2 URLs")).doesNotContain("hunter2", "example.org");
    }

    @Test
    void aPushUrlOfItsOwnIsRefusedAndOneThatIsTheSameIsNot() throws IOException {
        git.run("remote", "set-url", "--push", "origin", URL);
        assertThat(find(git.directory()).remote()).isEqualTo(URL);

        git.run("remote", "set-url", "--push", "origin", "git@git.example.org:civic-data.git");
        assertRefused(find(git.directory())::remote, "pushurl", "--remote");
    }

    @Test
    void theUrlIsTheOneThatGitWouldUse() throws IOException {
        Path settings = Files.writeString(root.resolve("gitconfig"), """
                [url "https://git.example.org/"]
                    insteadOf = eg:
                [url "https://wrong.example.org/"]
                    insteadOf = e
                """);
        environment.put("GIT_CONFIG_GLOBAL", settings.toString());
        git.run("remote", "set-url", "origin", "eg:civic-data.git");
        assertThat(find(git.directory()).remote()).isEqualTo(URL);

        git.run("config", "url.ssh://git.example.org/.insteadOf", "eg:civic");
        assertThat(find(git.directory()).remote()).isEqualTo("ssh://git.example.org/-data.git");
    }

    @Test
    void anotherUrlForPushesByARuleIsRefused() throws IOException {
        git.run("config", "url.git@git.example.org:.pushInsteadOf", "https://git.example.org/");

        assertRefused(find(git.directory())::remote, "pushInsteadOf");
    }

    @Test
    void anIncludedFileAndOneOfTheWorkTreeCount() throws IOException {
        git.run("remote", "remove", "origin");
        Files.writeString(git.directory().resolve(".git/more"), "[remote \"origin\"]\n\turl = /srv/one.git\n");
        git.run("config", "include.path", "more");
        assertThat(find(git.directory()).remote()).isEqualTo("/srv/one.git");

        git.run("config", "extensions.worktreeConfig", "true");
        git.run("config", "--worktree", "remote.origin.url", "");
        git.run("config", "--worktree", "--add", "remote.origin.url", "/srv/two.git");
        assertThat(find(git.directory()).remote()).isEqualTo("/srv/two.git");
    }

    @Test
    void brokenSettingsAreNamed() throws IOException {
        Files.writeString(git.directory().resolve(".git/config"), "[core\n");

        RefusedException refused = catchThrowableOfType(RefusedException.class, find(git.directory())::remote);
        assertThat(refused.type()).isEqualTo(ErrorType.REPOSITORY_CORRUPT);
        assertThat(refused.getMessage()).contains("config can't be read");
    }

    private EnclosingClone find(Path folder) throws IOException {
        return EnclosingClone.ofCurrentFolder(folder, environment).orElseThrow();
    }

    private static String assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String... words) {
        RefusedException refused = catchThrowableOfType(RefusedException.class, call);
        assertThat(refused).isNotNull();
        assertThat(refused.type()).isEqualTo(ErrorType.CONFIGURATION);
        assertThat(refused.getMessage()).contains(words);
        return refused.getMessage();
    }
}
