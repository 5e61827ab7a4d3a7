package dev.reconciler.git.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitSystemReaderTest {
    @TempDir
    Path home;

    @Test
    void theHomeDirectoryIsWhereTheVariableSays() {
        assertThat(reader(Map.of("HOME", home.toString())).getProperty("user.home"))
                .isEqualTo(home.toString());
    }

    /** For a user who is not in the list of users Java says {@code ?}, and a folder of that name appeared. */
    @Test
    void withoutTheVariableThereIsNoHomeDirectory() {
        assertThat(reader(Map.of()).getProperty("user.home")).isNull();
    }

    @Test
    void nothingIsReadFromOrWrittenToTheHomeDirectory() throws Exception {
        Files.writeString(home.resolve(".gitconfig"), "[a]\n\tb = c\n");
        GitSystemReader reader = reader(Map.of("HOME", home.toString()));

        FileBasedConfig own = reader.openJGitConfig(null, FS.DETECTED);
        own.setString("filesystem", "disk", "timestampResolution", "1 second");
        own.save();

        assertThat(reader.openUserConfig(own, FS.DETECTED).getString("a", null, "b"))
                .isNull();
        assertThat(home.resolve(".config")).doesNotExist();
    }

    /**
     * The library tried it for seconds, with files in the repository that a kill left there. It remembers what it found
     * for the life of a process, so this takes one of its own.
     */
    @Test
    void howFineAClockIsNeedsNoTrial() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ClockProbe.class.getName(),
                        home.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();

        assertThat(process.inputReader().readLine()).isEqualTo("PT0.02S");
        assertThat(process.onExit().join().exitValue()).isZero();
        assertThat(home).isEmptyDirectory();
    }

    /** Prints how fine the library takes the clock of a folder's file system for. */
    static final class ClockProbe {
        public static void main(String[] folder) {
            GitSystemReader.install();
            System.out.println(FS.getFileStoreAttributes(Path.of(folder[0])).getFsTimestampResolution());
        }
    }

    @Test
    void aProgramIsNotToldOfAnotherRepositoryAndHasThePersonsLocale() {
        Map<String, String> environment = new HashMap<>(Map.of(
                "GIT_DIR",
                "/other",
                "GIT_INDEX_FILE",
                "/other/index",
                "GIT_CONFIG_COUNT",
                "0",
                "LC_ALL",
                "C.UTF-8",
                InheritedEnvironment.PERSONS_LOCALE,
                "C",
                "PATH",
                "/bin"));

        InheritedEnvironment.prepareChild(environment);

        assertThat(environment)
                .containsOnly(Map.entry("GIT_CONFIG_COUNT", "0"), Map.entry("LC_ALL", "C"), Map.entry("PATH", "/bin"));
    }

    @Test
    void aLocaleThatWasNotSetIsNotSetForAProgram() {
        Map<String, String> environment =
                new HashMap<>(Map.of("LC_ALL", "C.UTF-8", InheritedEnvironment.PERSONS_LOCALE, ""));

        InheritedEnvironment.prepareChild(environment);

        assertThat(environment).isEmpty();
    }

    private static GitSystemReader reader(Map<String, String> environment) {
        return new GitSystemReader(SystemReader.getInstance(), environment);
    }
}
