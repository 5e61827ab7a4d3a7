package dev.reconciler.git.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reconciler.git.discovery.GitDirectory;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.settings.SetupSettings;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryFormatsTest {
    @TempDir
    Path path;

    private NativeGit git;

    @BeforeEach
    void aRepository() {
        git = NativeGit.init(path);
        git.commit("a", "1");
    }

    @ParameterizedTest
    @CsvSource({
        "core.repositoryformatversion, 0",
        "core.repositoryformatversion, 1",
        "extensions.noop, true",
        "extensions.preciousObjects, true",
        "extensions.worktreeConfig, true",
        "extensions.relativeWorktrees, true",
        "extensions.submodulePathConfig, true",
        "hook.mine.event, post-commit",
        "push.recurseSubmodules, check",
        "extensions.relativeWorktrees, true",
        "extensions.objectFormat, sha1",
        "extensions.refStorage, files",
        "remote.origin.promisor, false",
        "core.sparseCheckout, false",
    })
    void aFormatThatChangesNothingIsAccepted(String key, String value) {
        git.run("config", key, value);

        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "core.repositoryformatversion, 2, repository format version 2",
        "extensions.objectFormat, sha256, extensions.objectFormat = sha256",
        "extensions.refStorage, reftable, extensions.refStorage = reftable",
        "extensions.compatObjectFormat, sha256, extensions.compatObjectFormat = sha256",
        "hook.mine.event, pre-push, a hook in its settings (hook.mine.event = pre-push)",
        "extensions.partialClone, origin, extensions.partialClone = origin",
        "extensions.unheardOf, true, extensions.unheardOf = true",
        "remote.origin.promisor, true, a partial clone (remote.origin.promisor)",
        "remote.a.b.partialCloneFilter, blob:none, a partial clone (remote.a.b.promisor)",
        "core.sparseCheckout, true, a sparse checkout (core.sparseCheckout)",
    })
    void aFormatThatCannotBeHandledIsRefusedByName(String key, String value, String named) {
        git.run("config", key, value);

        assertUnsupported(named);
    }

    /** git dies of each of them, and the library took its own default. */
    @ParameterizedTest
    @CsvSource({"core.commentChar, ''", "core.commentString, ''", "merge.conflictStyle, ''", "index.version, abc"})
    void aValueThatGitRefusesIsRefusedByItsKey(String key, String value) {
        git.run("config", key, value);

        RefusedException refused = catchThrowableOfType(RefusedException.class, this::check);
        assertThat(refused).isNotNull().hasMessageContaining("git's setting " + key + " is '" + value + "'");
        assertThat(refused.type()).isEqualTo(ErrorType.CONFIGURATION);
    }

    @Test
    void aSparseCheckoutOfOneWorkTreeIsFoundInItsOwnSettings() {
        git.run("sparse-checkout", "set", "--no-cone", "/b");
        assertThat(git.run("config", "core.sparseCheckout")).isEqualTo("true");
        assertThat(path.resolve(".git/config")).content().doesNotContain("sparseCheckout");

        assertUnsupported("a sparse checkout (core.sparseCheckout)");
    }

    /** Git shows the replacing commit; the program compared the other one, and pushed what no person had looked at. */
    @Test
    void replacedObjectsAreRefusedLooseAndPacked() {
        git.commit("a", "2");
        git.run("replace", "HEAD", "HEAD~1");
        assertUnsupported("replaced objects (refs/replace)");

        git.run("pack-refs", "--all");
        assertThat(path.resolve(".git/packed-refs")).content().contains("refs/replace/");
        assertUnsupported("replaced objects (refs/replace)");
    }

    /** The library found it in the middle of a move, and the run ended as a defect. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "core.fileMode",
                "core.symlinks",
                "core.sparseCheckout",
                "core.autocrlf",
                "core.logAllRefUpdates",
                "feature.manyFiles",
                "filter.lfs.required",
                "index.skipHash"
            })
    void aTruthThatGitCannotReadIsRefusedByItsKey(String key) {
        git.run("config", key, "perhaps");
        // Git reads a filter's settings with the first file of that filter, and that of the index with the next write.
        if (key.startsWith("core") || key.startsWith("feature")) {
            assertThat(git.attempt("status").output()).contains("bad boolean");
        }

        RefusedException refused = catchThrowableOfType(RefusedException.class, this::check);
        assertThat(refused.type()).isEqualTo(ErrorType.CONFIGURATION);
        assertThat(refused.getMessage()).contains(key + " is 'perhaps'");
    }

    @Test
    void replacedObjectsThatGitDoesNotShowEitherAreAccepted() {
        git.commit("a", "2");
        git.run("replace", "HEAD", "HEAD~1");
        git.run("config", "core.useReplaceRefs", "false");

        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hook.mine.enabled", "hook.pre-push.enabled"})
    void aHookInTheSettingsThatIsSwitchedOffIsAccepted(String key) {
        git.run("config", "hook.mine.event", "pre-push");
        git.run("config", key, "false");

        assertThatCode(this::check).doesNotThrowAnyException();
    }

    /** A push that left the commits of a submodule behind gave others a commit that they can't check out. */
    @ParameterizedTest
    @CsvSource({
        "push.recurseSubmodules, check, true",
        "push.recurseSubmodules, on-demand, true",
        "push.recurseSubmodules, no, false",
        "submodule.recurse, true, true",
        "submodule.recurse, false, false",
    })
    void submodulesThatGitWouldPushTooAreRefused(String key, String value, boolean isRefused) throws IOException {
        Files.createDirectories(path.resolve(".git/modules/inner"));
        git.run("config", key, value);

        if (isRefused) {
            assertUnsupported(
                    "submodules whose commits are to be pushed too (push.recurseSubmodules, submodule.recurse)");
        } else {
            assertThatCode(this::check).doesNotThrowAnyException();
        }
    }

    @Test
    void graftsAreRefused() throws IOException {
        Files.writeString(path.resolve(".git/info/grafts"), git.id("HEAD").name() + "\n");

        assertUnsupported("grafts (info/grafts)");
    }

    @Test
    void packedRefsWithoutReplacedObjectsAreAccepted() {
        git.run("pack-refs", "--all");

        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void aFileOfSettingsThatCannotBeParsedIsBroken() throws IOException {
        Files.writeString(path.resolve(".git/config"), "[core\n");

        RefusedException refused = catchThrowableOfType(RefusedException.class, this::check);
        assertThat(refused.type()).isEqualTo(ErrorType.REPOSITORY_CORRUPT);
        assertThat(refused.getMessage()).contains(path.resolve(".git/config").toString());
    }

    private void assertUnsupported(String named) {
        RefusedException refused = catchThrowableOfType(RefusedException.class, this::check);
        assertThat(refused).isNotNull();
        assertThat(refused.type()).isEqualTo(ErrorType.UNSUPPORTED);
        assertThat(refused.getMessage()).contains(" has " + named + ", which can't be handled without risk");
    }

    private void check() throws IOException {
        GitDirectory directory = GitDirectory.find(path).orElseThrow();
        SetupSettings setup = SetupSettings.read(directory.gitDir(), directory.commonDir());
        Map<String, String> environment = Map.of("GIT_CONFIG_NOSYSTEM", "1", "GIT_CONFIG_GLOBAL", "/dev/null");
        RepositoryFormats.check(directory, setup, directory.readSettings(setup, environment));
    }
}
