package dev.reconciler.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
class ProgramRestartTest {
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
        sayTrained(JAVA.toRealPath(), root, System.getProperty("java.vm.version"));
    }

    private void sayTrained(Path by, Path in, String version) throws IOException {
        Files.writeString(root.resolve("reconciler.trained"), by + "\n" + in + "\n" + version + "\n");
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
        sayTrained(Path.of("/another/java"), root, System.getProperty("java.vm.version"));

        assertThat(read(start("-jar", jar.toString(), "once", "--help"))).startsWith("Usage: reconciler once");
    }

    @Test
    void anArchiveThatWasMovedHereIsLeftAlone() throws Exception {
        sayTrained(JAVA.toRealPath(), Path.of("/another/folder"), System.getProperty("java.vm.version"));

        assertThat(read(start("-jar", jar.toString(), "once", "--help"))).startsWith("Usage: reconciler once");
    }

    @Test
    void theArchiveOfTheJavaThatWasHereBeforeIsLeftAlone() throws Exception {
        sayTrained(JAVA.toRealPath(), root, "11.0.1+2");

        assertThat(read(start("-jar", jar.toString(), "once", "--help"))).startsWith("Usage: reconciler once");
    }

    @Test
    void anArchiveThatIsOlderThanTheJarIsLeftAlone() throws Exception {
        Path trained = root.resolve("reconciler.trained");
        Files.setLastModifiedTime(
                trained,
                FileTime.from(Files.getLastModifiedTime(jar).toInstant().minusSeconds(1)));

        assertThat(read(start("-jar", jar.toString(), "once", "--help"))).startsWith("Usage: reconciler once");
    }

    @ParameterizedTest
    @ValueSource(strings = {"reconciler.trained", "reconciler.options", "reconciler.jsa", "reconciler.aot"})
    void whatAnotherUserHasLaidThereIsLeftAlone(String name) throws Exception {
        Path laid = root.resolve(name);
        Files.writeString(laid, "", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        assumeTrue(new ProcessBuilder("chown", "65534", laid.toString()).start().waitFor() == 0, "needs root");

        assertThat(read(start("-jar", jar.toString(), "once", "--help"))).startsWith("Usage: reconciler once");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS"})
    void wherePersonsSayHowJavaShallRunItRunsSo(String variable) throws Exception {
        Process process = start(Map.of(variable, "-XX:+UseG1GC"), "-jar", jar.toString(), "once", "--help");

        assertThat(read(process)).startsWith("Usage: reconciler once");
    }

    @Test
    void aLinkToTheJarGoesOnFromTheArchiveBesideTheJar() throws Exception {
        Path link = Files.createDirectory(root.resolve("links")).resolve("reconciler.jar");
        Process process = start("-jar", Files.createSymbolicLink(link, jar).toString(), "status");

        assertThat(read(process)).isEqualTo(process.pid() + " [status]");
    }

    @Test
    void aLinkToAJarOfAnotherNameIsNotTheJarThatWasTrained() throws Exception {
        Path other = Files.copy(jar, root.resolve("reconciler-2.jar"));
        Path link = Files.createDirectory(root.resolve("links")).resolve("reconciler.jar");
        Files.createSymbolicLink(link, other);

        assertThat(read(start("-jar", link.toString(), "once", "--help"))).startsWith("Usage: reconciler once");
    }

    @Test
    void anotherLocaleAndTheArchiveAreBothTaken() throws Exception {
        Process process = start(Map.of("LC_ALL", "C"), "-jar", jar.toString(), "status", "é");

        assertThat(read(process)).isEqualTo(process.pid() + " [status, é]");
    }

    @Test
    void withoutTheArchivesOptionsTheOtherLocaleIsTakenAlone() throws Exception {
        Files.delete(root.resolve("reconciler.options"));
        Files.writeString(root.resolve("é.yaml"), "repositories: [ { id: a, path: a, remote: b.git, branch: main } ]");
        Process process = start(Map.of("LC_ALL", "C"), "-jar", jar.toString(), "check-config", "--config", "é.yaml");

        assertThat(read(process)).startsWith("é.yaml: 1 repository, no problems");
    }

    /** Such as where nothing of a temporary folder may be run. */
    @Test
    void whereNoNativeCodeIsLetInTheProgramRunsAsItWasStarted() throws Exception {
        Files.writeString(root.resolve("file"), "");
        Process process = start(
                Map.of("LC_ALL", "C"),
                "-Djava.io.tmpdir=" + root.resolve("file/none"),
                "-jar",
                jar.toString(),
                "once",
                "--help");

        assertThat(read(process)).startsWith("Usage: reconciler once");
    }

    @Test
    void withoutAnArchiveTheProgramRunsAsItWasStarted() throws Exception {
        Files.delete(root.resolve("reconciler.trained"));

        assertThat(read(start("-jar", jar.toString(), "once", "--help"))).startsWith("Usage: reconciler once");
    }

    private Process start(String... arguments) throws IOException {
        return start(Map.of(), arguments);
    }

    private Process start(Map<String, String> variables, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(JAVA.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(root.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(variables);
        return builder.start();
    }

    private static String read(Process process) throws IOException, InterruptedException {
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said.strip();
    }
}
