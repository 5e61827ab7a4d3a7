package dev.reconciler.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code java -jar}, with a jar that names the classes of this test, and an archive's options that start another program. */
class ArchiveRestartTest {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    @TempDir
    Path root;

    private Path jar;

    /** What is started in the place of the program. */
    static final class Started {
        private Started() {}

        /** Prints the number of the process, and its arguments. */
        public static void main(String[] arguments) {
            System.out.println(ProcessHandle.current().pid() + " " + List.of(arguments));
        }
    }

    @BeforeEach
    void layProgram() throws IOException {
        root = root.toRealPath();
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Main.class.getName());
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                                .map(entry -> Path.of(entry).toUri().toString())
                                .collect(Collectors.joining(" ")));
        jar = root.resolve("reconciler.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        Files.writeString(
                root.resolve("reconciler.options"),
                "-cp\n\"" + System.getProperty("java.class.path") + "\"\n" + Started.class.getName() + "\n");
        sayTrained(JAVA.toRealPath(), root);
    }

    private void sayTrained(Path by, Path in) throws IOException {
        Files.writeString(root.resolve("reconciler.trained"), by + "\n" + in + "\n");
    }

    @Test
    void aShortCommandGoesOnFromTheArchiveInTheSameProcess() throws Exception {
        Process process = start("-jar", jar.toString(), "status", "", "a b", "@c", "é");

        assertThat(read(process)).isEqualTo(process.pid() + " [status, , a b, @c, é]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"worker", "demo"})
    void whatRunsForLongStaysAsItWasStarted(String command) throws Exception {
        assertThat(read(start("-jar", jar.toString(), command, "--help"))).startsWith("Usage: reconciler " + command);
    }

    @Test
    void aPersonsOptionsOfJavaStay() throws Exception {
        assertThat(read(start("-Xmx256m", "-jar", jar.toString(), "once", "--help")))
                .startsWith("Usage: reconciler once");
    }

    @Test
    void theArchiveOfAnotherJavaIsLeftAlone() throws Exception {
        sayTrained(Path.of("/another/java"), root);

        assertThat(read(start("-jar", jar.toString(), "once", "--help"))).startsWith("Usage: reconciler once");
    }

    @Test
    void anArchiveThatWasMovedHereIsLeftAlone() throws Exception {
        sayTrained(JAVA.toRealPath(), Path.of("/another/folder"));

        assertThat(read(start("-jar", jar.toString(), "once", "--help"))).startsWith("Usage: reconciler once");
    }

    @Test
    void withoutAnArchiveTheProgramRunsAsItWasStarted() throws Exception {
        Files.delete(root.resolve("reconciler.trained"));

        assertThat(read(start("-jar", jar.toString(), "once", "--help"))).startsWith("Usage: reconciler once");
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(JAVA.toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(root.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String read(Process process) throws IOException, InterruptedException {
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said.strip();
    }
}
