package dev.reconciler.git.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.discovery.GitDirectory;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Native git is the reference for what is included from the user's file into a repository {@code home/shop/data}. */
class IncludeConditionsTest {
    @TempDir
    static Path once;

    @TempDir
    Path root;

    private final Map<String, String> environment = new HashMap<>();
    private Path home;
    private Path path;
    private NativeGit git;

    @BeforeAll
    static void aRepositoryOnABranchWithARemote() {
        NativeGit template = NativeGit.init(once.resolve("data"), "--template=", "--initial-branch=feature/one");
        template.run("remote", "add", "origin", "https://git.example.org/team/data.git");
    }

    @BeforeEach
    void aCopyOfItInAHomeDirectory() throws IOException {
        home = root.toRealPath().resolve("home");
        path = home.resolve("shop/data");
        git = TestRepositories.copy(once.resolve("data"), path);
        Files.createSymbolicLink(home.resolve("link"), Path.of("shop"));
        Files.writeString(home.resolve("more"), "[a]\n\tb = included\n");
        environment.put("HOME", home.toString());
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
    }

    @ParameterizedTest
    @CsvSource({
        "gitdir:~/shop/, true",
        "gitdir:~/shop, false",
        "gitdir:~/shop/data/.git, true",
        "gitdir:~/play/, false",
        "gitdir:~/SHOP/, false",
        "gitdir/i:~/SHOP/, true",
        "gitdir:shop/, true",
        "gitdir:shop/data/.git, true",
        "gitdir:data, false",
        "gitdir:**/data/**, true",
        "gitdir:*/data/.git, true",
        "gitdir:data/*, true",
        "gitdir:sh?p/, true",
        "gitdir:sh[aeiou]p/, true",
        "gitdir:sh[!a-e]p/, true",
        "gitdir:sh[!aeiou]p/, false",
        "gitdir:./, true",
        "gitdir:./shop/, true",
        "gitdir:./play/, false",
        "gitdir:~/link/, false",
        "gitdir:/, true",
        "onbranch:feature/one, true",
        "onbranch:feature/, true",
        "onbranch:feature/*, true",
        "onbranch:*, false",
        "onbranch:**, true",
        "onbranch:main, false",
        "hasconfig:remote.*.url:https://git.example.org/**, true",
        "hasconfig:remote.*.url:https://git.example.org/*, false",
        "hasconfig:remote.*.url:https://*/team/*, true",
        "hasconfig:remote.*.url:git@**, false",
        "unheard:of, false",
    })
    void aFileIsIncludedWhereGitIncludesIt(String condition, boolean isIncluded) throws IOException {
        write("[includeIf \"" + condition + "\"]\n\tpath = more\n");

        assertThat(readValues()).isEqualTo(isIncluded ? List.of("included") : List.of());
        assertThat(readByGit()).isEqualTo(readValues());
    }

    @Test
    void aPathIsMatchedAsItWasGivenToo() throws IOException {
        write("[includeIf \"gitdir:~/link/\"]\n\tpath = ~/more\n");
        path = home.resolve("link/data");

        assertThat(readValues()).containsExactly("included");
    }

    /** That of a service's user, such as {@code /nonexistent} of Debian's nobody. */
    @Test
    void aHomeDirectoryThatIsNotThereHoldsNoRepository() throws IOException {
        environment.remove("GIT_CONFIG_NOSYSTEM");
        environment.put("GIT_CONFIG_SYSTEM", home.resolve("system").toString());
        environment.put("HOME", home.resolve("nonexistent").toString());
        Files.writeString(home.resolve("system"), "[includeIf \"gitdir:~/shop/\"]\n\tpath = more\n[a]\n\tb = system\n");

        assertThat(readValues()).containsExactly("system");
        assertThat(readByGit()).isEqualTo(readValues());
    }

    @Test
    void aRepositoryIncludesFilesAtTheirPlace() throws IOException {
        git.run("config", "--add", "a.b", "before");
        git.run("config", "--add", "include.path", "more");
        git.run("config", "--add", "a.c", "between");
        Files.writeString(path.resolve(".git/more"), "[a]\n\tb = included\n[include]\n\tpath = nested\n");
        Files.writeString(path.resolve(".git/nested"), "[a]\n\tb = nested\n");
        Files.writeString(
                path.resolve(".git/config"),
                Files.readString(path.resolve(".git/config"))
                        + "[includeIf \"onbranch:feature/one\"]\n\tpath = ~/more\n");
        environment.put("GIT_CONFIG_PARAMETERS", "'a.b'='environment'");

        assertThat(readValues()).containsExactly("before", "included", "nested", "included", "environment");
        assertThat(readByGit()).isEqualTo(readValues());
    }

    @Test
    void aBranchOfAHeadThatIsALinkCounts() throws IOException {
        write("[includeIf \"onbranch:feature/one\"]\n\tpath = more\n");
        Files.delete(path.resolve(".git/HEAD"));
        Files.createSymbolicLink(path.resolve(".git/HEAD"), Path.of("refs/heads/feature/one"));

        assertThat(readValues()).containsExactly("included");
        assertThat(readByGit()).isEqualTo(readValues());
    }

    @Test
    void aWorkTreesOwnFileIsReadWhereTheExtensionSaysSo() throws IOException {
        Files.writeString(path.resolve(".git/config.worktree"), "[a]\n\tb = own\n");
        assertThat(readValues()).isEmpty();
        assertThat(readByGit()).isEmpty();

        git.run("config", "extensions.worktreeConfig", "true");
        assertThat(readValues()).containsExactly("own");
        assertThat(readByGit()).containsExactly("own");
    }

    @ParameterizedTest
    @CsvSource({"more, never ends", "~no-such-user/more, is no path here"})
    void anIncludeThatGitRefusesIsRefused(String included, String words) throws IOException {
        Files.writeString(home.resolve("more"), "[include]\n\tpath = " + included + "\n");
        write("[include]\n\tpath = more\n");

        assertThat(SettingsOracle.run(path, environment, "config", "--list").status())
                .isNotZero();
        assertThatThrownBy(this::readValues)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(words);
    }

    private void write(String text) throws IOException {
        Files.writeString(home.resolve(".gitconfig"), text);
    }

    private List<String> readByGit() {
        return SettingsOracle.valuesOf("a.b", path, environment);
    }

    private List<String> readValues() throws IOException {
        GitDirectory directory = GitDirectory.find(path).orElseThrow();
        SetupSettings setup = SetupSettings.read(directory.gitDir(), directory.commonDir());
        return directory.readSettings(setup, environment).values("a", null, "b");
    }
}
