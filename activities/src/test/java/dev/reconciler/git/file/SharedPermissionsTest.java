package dev.reconciler.git.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.eclipse.jgit.lib.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written beside what native git writes in a repository with the same setting. */
class SharedPermissionsTest {
    @TempDir
    Path directory;

    private static SharedPermissions of(String value) {
        Config config = new Config();
        config.setString("core", null, "sharedRepository", value);
        return SharedPermissions.of(config);
    }

    private static int mode(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:mode") & 07777;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "umask",
                "false",
                "0",
                "group",
                "true",
                "yes",
                "1",
                "all",
                "world",
                "everybody",
                "2",
                "0600",
                "0640",
                "0644",
                "0660",
                "0664",
                "0666",
                "0777"
            })
    void filesAndFoldersHaveTheModesOfGits(String value) throws IOException {
        Path natives = directory.resolve("native");
        NativeGit.init(natives, "--bare", "--shared=" + value).run("hash-object", "-w", "HEAD");
        Path ours = Files.createDirectory(directory.resolve("ours"));
        SharedPermissions permissions = of(value);

        permissions.createFolders(ours.resolve("one/two"));
        Path file = Files.createFile(ours.resolve("file"));
        Path object = Files.createFile(ours.resolve("object"));
        assertThat(object.toFile().setReadOnly()).isTrue();
        for (Path each : new Path[] {file, object}) {
            permissions.adjust(each);
        }

        assertThat(mode(ours.resolve("one/two"))).isEqualTo(mode(natives.resolve("refs/heads")));
        assertThat(mode(file)).isEqualTo(mode(natives.resolve("HEAD")));
        try (var objects = Files.walk(natives.resolve("objects"))) {
            assertThat(mode(object))
                    .isEqualTo(mode(
                            objects.filter(Files::isRegularFile).findFirst().orElseThrow()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0060", "0400", "perhaps", "Group", "08"})
    void aValueThatGitRefusesIsRefused(String value) {
        assertThatThrownBy(() -> of(value))
                .isInstanceOfSatisfying(RefusedException.class, refused -> assertThat(refused.type())
                        .isEqualTo(ErrorType.UNSUPPORTED))
                .hasMessageContaining("core.sharedRepository: '" + value + "'");
        assertThat(NativeGit.in(directory)
                        .attempt("init", "-q", "--shared=" + value)
                        .status())
                .isNotZero();
    }

    @Test
    void withoutTheSettingNothingIsChanged() throws IOException {
        Path file = Files.createFile(
                directory.resolve("file"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));

        SharedPermissions.of(new Config()).adjust(file);

        assertThat(mode(file)).isEqualTo(0600);
    }
}
