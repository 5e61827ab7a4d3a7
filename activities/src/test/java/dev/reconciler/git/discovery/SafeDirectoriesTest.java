package dev.reconciler.git.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The rules by themselves, also those that are newer than the installed git; {@link RepositoryOwnershipTest} compares the
 * older ones with git. Settings are written as in a file, with {@code ;} between the lines.
 */
class SafeDirectoriesTest {
    @TempDir
    Path directory;

    private final Map<String, String> environment = new HashMap<>();
    private Path root;
    private Path clone;

    @BeforeEach
    void aFolderAndLinksToIt() throws IOException {
        root = directory.toRealPath();
        clone = Files.createDirectory(root.resolve("data"));
        Files.createDirectory(root.resolve("home"));
        Files.createSymbolicLink(root.resolve("link"), clone);
        Files.createSymbolicLink(root.resolve("home/link"), clone);
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.put("HOME", root.resolve("home").toString());
        environment.put("PATH", System.getenv("PATH"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "directory = ROOT/data | true",
                "directory = ROOT/data/ | true",
                "directory = ROOT/./home/../data | true",
                "directory = ROOT/other | false",
                "directory = ROOT/absent | false",
                "directory = ROOT/link | true",
                "directory = ROOT/* | true",
                "directory = ROOT/data/* | false",
                "directory = ROOT/home/* | false",
                "directory = ROOT/da* | false",
                "directory = /* | true",
                "directory = * | true",
                "directory = ** | false",
                "directory = data | false",
                "directory = . | false",
                "directory = ~/link | true",
                "directory = ~/../data | true",
                "directory = ~/../* | true",
                "directory = ~ | false",
                "directory = ~nobody/data | false",
                "directory = %(prefix)/link | false",
                "directory = | false",
                "directory | false",
                "directory = ROOT/data ; directory = | false",
                "directory = ROOT/data ; directory | false",
                "directory = ROOT/data ; directory = ROOT/other | true",
                "directory = ; directory = ROOT/data | true",
                "directory = * ; directory = ; directory = ROOT/other | false",
            })
    void eachValueAllowsOrTakesBack(String settings, boolean isAllowed) throws IOException {
        writeSettings(settings);

        assertThat(SafeDirectories.read(environment).allows(clone)).isEqualTo(isAllowed);
    }

    @Test
    void thePrefixIsWhereTheInstalledGitIs() throws IOException {
        Path program = Files.createDirectories(root.resolve("prefix/bin")).resolve("git");
        Files.createFile(program, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Files.createSymbolicLink(root.resolve("prefix/link"), clone);
        writeSettings("directory = %(prefix)/link");

        assertThat(SafeDirectories.read(environment).allows(clone)).isFalse();
        environment.put("PATH", program.getParent().toString());
        assertThat(SafeDirectories.read(environment).allows(clone)).isTrue();
    }

    @Test
    void withoutAnInstalledGitThePrefixLeadsNowhere() throws IOException {
        environment.put("PATH", root.resolve("home").toString());
        writeSettings("directory = %(prefix)/link");

        assertThat(SafeDirectories.read(environment).allows(clone)).isFalse();
    }

    private void writeSettings(String settings) throws IOException {
        Files.writeString(
                root.resolve("home/.gitconfig"),
                "[safe]\n" + settings.replace("ROOT", root.toString()).replace(" ; ", "\n") + "\n");
    }
}
