package dev.reconciler.git.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Native git is the reference for what is refused, as far as the installed one knows the rule. */
class RepositoryOwnershipTest {
    private static final int ROOT = 0;
    private static final int APPLICATION = 12345;

    @TempDir
    Path directory;

    private final Map<String, String> environment = new HashMap<>();
    private final Map<Path, Integer> owners = new HashMap<>();
    private Path root;
    private Path clone;

    @BeforeEach
    void aClone() throws IOException {
        root = directory.toRealPath();
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        clone = NativeGit.init(root.resolve("data")).directory();
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.put("HOME", Files.createDirectory(root.resolve("home")).toString());
        environment.put("PATH", System.getenv("PATH"));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "0, -, 0, 0, true",
                "0, -, 12345, 12345, false",
                "0, -, 12345, 0, false",
                "0, -, 0, 12345, false",
                "0, 12345, 12345, 12345, true",
                "0, 12345, 0, 12345, true",
                "0, 12346, 12345, 12345, false",
                "0, '', 12345, 12345, false",
                "0, ada, 12345, 12345, false",
                "12345, -, 12345, 12345, true",
                "12345, -, 0, 0, false",
                "12345, 0, 0, 0, false",
            })
    void ownersAreJudgedAsGitJudgesThem(int user, String sudo, int workTree, int gitDir, boolean trusted)
            throws Exception {
        if (sudo != null) {
            environment.put("SUDO_UID", sudo);
        }
        own(clone, workTree);
        own(clone.resolve(".git"), gitDir);

        assertThat(isTrusted(user)).isEqualTo(trusted);
        assertThat(gitTrusts(user, clone)).isEqualTo(trusted);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, true",
        "0, 12345, 0, false",
        "0, 0, 12345, false",
        "12345, 0, 0, false",
    })
    void ownersOfALinkedWorkTreeAreJudgedAsGitJudgesThem(int top, int dotGit, int gitDir, boolean trusted)
            throws Exception {
        NativeGit.in(clone).commit("a", "1");
        Path linked = root.resolve("linked");
        NativeGit.in(clone).run("worktree", "add", "-q", "-b", "side", linked.toString());
        own(linked, top);
        own(linked.resolve(".git"), dotGit);
        own(clone.resolve(".git/worktrees/linked"), gitDir);
        clone = linked;

        assertThat(isTrusted(ROOT)).isEqualTo(trusted);
        assertThat(gitTrusts(ROOT, linked)).isEqualTo(trusted);
    }

    /** Git trusts it too, and would run the hooks of the other user, who owns the settings that name them. */
    @Test
    void aLinkedWorkTreeOfOursInARepositoryOfAnotherUserRunsNoProgramOfTheirs() throws Exception {
        NativeGit.in(clone).commit("a", "1");
        Path linked = root.resolve("linked");
        NativeGit.in(clone).run("worktree", "add", "-q", "-b", "side", linked.toString());
        own(linked, ROOT);
        own(linked.resolve(".git"), ROOT);
        own(clone.resolve(".git/worktrees/linked"), ROOT);
        own(clone.resolve(".git"), ROOT);
        clone = linked;
        assertThat(check(ROOT)).isEqualTo(RepositoryOwnership.RepositoryOwner.OURS);

        own(root.resolve("data/.git"), APPLICATION);

        assertThat(check(ROOT)).isEqualTo(RepositoryOwnership.RepositoryOwner.ALLOWED);
        assertThat(gitTrusts(ROOT, linked)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "directory = ROOT/data | true",
                "directory = ROOT/other | false",
                "directory = ROOT/data/.git | false",
                "directory = ROOT | false",
                "directory = data | false",
                "directory = * | true",
                "directory = ROOT/data ; directory = | false",
                "directory = * ; directory = ; directory = ROOT/data | true",
                "directory = * ; directory | false",
                "directory = ~nobody/data | false",
                "Directory = \"ROOT/data\" | true",
            })
    void safeDirectoryAllowsWhatGitAllows(String settings, boolean trusted) throws Exception {
        writeSettings(Path.of(environment.get("HOME"), ".gitconfig"), settings);
        own(clone, APPLICATION);

        assertThat(isTrusted(ROOT)).isEqualTo(trusted);
        assertThat(gitTrusts(ROOT, clone)).isEqualTo(trusted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GIT_CONFIG_GLOBAL=ROOT/settings | true",
                "GIT_CONFIG_GLOBAL=/dev/null | false",
                "GIT_CONFIG_GLOBAL= | false",
                "GIT_CONFIG_SYSTEM=ROOT/settings | false",
                "GIT_CONFIG_SYSTEM=ROOT/settings ; GIT_CONFIG_NOSYSTEM=0 | true",
                "GIT_CONFIG_SYSTEM=ROOT/settings ; GIT_CONFIG_NOSYSTEM=yes | false",
                "XDG_CONFIG_HOME=ROOT/xdg | true",
                "GIT_CONFIG_COUNT=1 ; GIT_CONFIG_KEY_0=safe.directory ; GIT_CONFIG_VALUE_0=ROOT/data | true",
                "GIT_CONFIG_COUNT=1 ; GIT_CONFIG_KEY_0=Safe.Directory ; GIT_CONFIG_VALUE_0=* | true",
                "GIT_CONFIG_COUNT=1 ; GIT_CONFIG_KEY_0=safe.x.directory ; GIT_CONFIG_VALUE_0=* | false",
                "GIT_CONFIG_COUNT=0 ; GIT_CONFIG_KEY_0=safe.directory ; GIT_CONFIG_VALUE_0=* | false",
                "GIT_CONFIG_GLOBAL=ROOT/settings ; GIT_CONFIG_COUNT=1 ; GIT_CONFIG_KEY_0=safe.directory ; GIT_CONFIG_VALUE_0= | false",
                "GIT_CONFIG_PARAMETERS='safe.directory'='ROOT/data' | true",
                "GIT_CONFIG_PARAMETERS='safe.directory=ROOT/data' | true",
                "GIT_CONFIG_PARAMETERS='a.b'='it'\\''s' 'safe.directory'='*' | true",
                "GIT_CONFIG_PARAMETERS='safe.directory'='*' 'safe.directory'= | false",
                "GIT_CONFIG_PARAMETERS='a.b=safe.directory=*' | false",
                "GIT_CONFIG_PARAMETERS=safe.directory=* | false",
            })
    void everyScopeButTheRepositoryIsAsked(String variables, boolean trusted) throws Exception {
        writeSettings(root.resolve("settings"), "directory = ROOT/data");
        writeSettings(Files.createDirectories(root.resolve("xdg/git")).resolve("config"), "directory = ROOT/data");
        NativeGit.in(clone).run("config", "safe.directory", "*");
        for (String variable : variables.split(" ; ", -1)) {
            int equals = variable.indexOf('=');
            environment.put(
                    variable.substring(0, equals),
                    variable.substring(equals + 1).replace("ROOT", root.toString()));
        }
        own(clone, APPLICATION);

        assertThat(isTrusted(ROOT)).isEqualTo(trusted);
        assertThat(gitTrusts(ROOT, clone)).isEqualTo(trusted);
    }

    @Test
    void anIncludedFileAllowsToo() throws Exception {
        writeSettings(root.resolve("more"), "directory = ROOT/data");
        Files.writeString(
                Path.of(environment.get("HOME"), ".gitconfig"), "[include]\n\tpath = " + root.resolve("more") + "\n");
        own(clone, APPLICATION);

        assertThat(isTrusted(ROOT)).isTrue();
        assertThat(gitTrusts(ROOT, clone)).isTrue();
    }

    @Test
    void theRefusalNamesThePathItsOwnerAndTheCommandThatAllowsIt() throws Exception {
        Path strange = NativeGit.init(root.resolve("it's here")).directory();
        clone = strange;
        owners.put(strange, APPLICATION);

        RefusedException refused = catchThrowableOfType(RefusedException.class, () -> check(ROOT));

        assertThat(refused.type()).isEqualTo(ErrorType.UNSUPPORTED);
        assertThat(refused.getMessage())
                .startsWith(strange + " belongs to ")
                .contains("uid 12345", "runs as uid 0")
                .endsWith("git config --global --add safe.directory '" + root + "/it'\\''s here'");
    }

    @Test
    void aBareRepositoryIsAllowedByItsOwnPath() throws Exception {
        clone = NativeGit.initBare(root.resolve("data.git")).directory();
        own(clone, APPLICATION);
        assertThat(isTrusted(ROOT)).isFalse();
        assertThat(gitTrusts(ROOT, clone)).isFalse();

        writeSettings(Path.of(environment.get("HOME"), ".gitconfig"), "directory = " + clone);
        assertThat(check(ROOT)).isEqualTo(RepositoryOwnership.RepositoryOwner.ALLOWED);
        assertThat(gitTrusts(ROOT, clone)).isTrue();
    }

    @Test
    void whereTheFileSystemKnowsNoOwnersEveryRepositoryIsOurs() throws Exception {
        RepositoryOwnership ownerless =
                new RepositoryOwnership(new ProcessUser(ROOT, null), (file, links) -> Optional.empty(), environment);

        assertThat(ownerless.check(GitDirectory.find(clone).orElseThrow()))
                .isEqualTo(RepositoryOwnership.RepositoryOwner.OURS);
    }

    @Test
    void whatThisProcessMakesIsItsOwn() throws Exception {
        assertThat(ProcessUser.ofThisProcess()
                        .isOwner(ProcessUser.ownerOf(clone).orElseThrow()))
                .isTrue();
        assertThat(RepositoryOwnership.ofThisProcess()
                        .check(GitDirectory.find(clone).orElseThrow()))
                .isEqualTo(RepositoryOwnership.RepositoryOwner.OURS);
    }

    @Test
    void anEmptyFolderOfAnotherUserIsNoPlaceForAClone() throws Exception {
        Path empty = Files.createDirectory(root.resolve("empty"));
        RepositorySettings settings = TestRepositories.settings(empty, root.resolve("remote.git"));
        owners.put(empty, APPLICATION);

        RefusedException refused =
                catchThrowableOfType(RefusedException.class, () -> DataRepository.open(settings, as(ROOT)));
        assertThat(refused.type()).isEqualTo(ErrorType.UNSUPPORTED);
        assertThat(DataRepository.open(settings, as(APPLICATION))).isEmpty();
    }

    private void own(Path file, int owner) throws IOException {
        owners.put(file, owner);
        if (isRoot()) {
            Files.setAttribute(file, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
        }
    }

    private static boolean isRoot() {
        return ProcessUser.ofThisProcess().isOwner(ROOT);
    }

    private void writeSettings(Path file, String settings) throws IOException {
        Files.writeString(
                file, "[safe]\n" + settings.replace("ROOT", root.toString()).replace(" ; ", "\n") + "\n");
    }

    private boolean isTrusted(int user) throws IOException {
        try {
            check(user);
            return true;
        } catch (RefusedException refused) {
            assertThat(refused.type()).isEqualTo(ErrorType.UNSUPPORTED);
            return false;
        }
    }

    private RepositoryOwnership.RepositoryOwner check(int user) throws IOException {
        return as(user).check(GitDirectory.find(clone).orElseThrow());
    }

    private RepositoryOwnership as(int user) {
        return new RepositoryOwnership(
                ProcessUser.of(user, environment),
                (file, links) -> Optional.of(owners.getOrDefault(file, user)),
                environment);
    }

    /** What native git says, where this process may give files away and act as another user. */
    private boolean gitTrusts(int user, Path repository) throws Exception {
        assumeTrue(isRoot(), "only root can give a repository to another user, for git to see");
        List<String> command = new ArrayList<>();
        if (user != ROOT) {
            command.addAll(List.of("setpriv", "--reuid", String.valueOf(user), "--clear-groups"));
        }
        command.addAll(List.of("git", "-C", repository.toString(), "rev-parse", "--git-dir"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes());
        boolean trusted = process.waitFor() == 0;
        assertThat(trusted || said.contains("dubious ownership") || said.contains("bogus format"))
                .as(said)
                .isTrue();
        return trusted;
    }
}
