package dev.reconciler.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher beside the jar, with a Java that says what it was asked to do. */
class LauncherTest {
    @TempDir
    Path root;

    private Path java;

    @BeforeEach
    void folders() throws IOException {
        java = Files.createDirectories(root.resolve("jdk/bin")).resolve("java");
        script(java, "#!/bin/sh\necho \"$@\"\n");
        script(root.resolve("reconciler"), Files.readString(Path.of("src/main/launcher/reconciler")));
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void withoutAnArchiveItOnlyRunsTheJar() throws Exception {
        assertThat(run("once", "--json")).isEqualTo("-jar " + jar() + " once --json");
    }

    @Test
    void aShortCommandUsesTheArchiveThatTheSameJavaMadeHere() throws Exception {
        sayTrained(java.toRealPath(), root.toRealPath());
        assertThat(run("once", "--path", "a b")).isEqualTo("@" + options() + " once --path a b");
    }

    @Test
    void theArchiveOfAnotherJavaIsLeftAlone() throws Exception {
        sayTrained(Path.of("/another/java"), root.toRealPath());
        assertThat(run("once")).isEqualTo("-jar " + jar() + " once");
    }

    @Test
    void anArchiveThatWasMovedHereIsLeftAlone() throws Exception {
        sayTrained(java.toRealPath(), Path.of("/another/folder"));
        assertThat(run("once")).isEqualTo("-jar " + jar() + " once");
    }

    @Test
    void theTrainingSaysHowAnOlderJavaUsesItsArchive() throws Exception {
        assertThat(train("17"))
                .contains("\"-XX:SharedArchiveFile=" + root.toRealPath().resolve("reconciler.jsa") + "\"")
                .containsSequence("-cp", "\"" + jar() + "\"", "dev.reconciler.worker.cli.Main")
                .first()
                .asString()
                .startsWith("-Xlog:disable -Xlog:all=error:stderr ")
                .doesNotContain("--sun-misc-unsafe-memory-access");
        assertThat(run("once")).isEqualTo("@" + options() + " once");
    }

    @Test
    void theTrainingSaysHowANewerJavaUsesItsCache() throws Exception {
        assertThat(train("25"))
                .contains("\"-XX:AOTCache=" + root.toRealPath().resolve("reconciler.aot") + "\"")
                .first()
                .asString()
                .endsWith(" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow");
        assertThat(root.resolve("reconciler.trained"))
                .hasContent(String.join(
                        "\n", java.toRealPath().toString(), root.toRealPath().toString(), "1+2-LTS"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"reconciler.trained", "reconciler.options", "reconciler.jsa", "reconciler.aot"})
    void whatAnotherUserHasLaidThereIsLeftAlone(String name) throws Exception {
        Files.createFile(root.resolve("reconciler.jar"));
        sayTrained(java.toRealPath(), root.toRealPath());
        Files.writeString(root.resolve(name), "", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        assumeTrue(
                new ProcessBuilder("chown", "65534", root.resolve(name).toString())
                                .start()
                                .waitFor()
                        == 0,
                "needs root");
        assertThat(run("once")).isEqualTo("-jar " + jar() + " once");
    }

    @Test
    void anArchiveThatIsOlderThanTheJarIsLeftAlone() throws Exception {
        sayTrained(java.toRealPath(), root.toRealPath());
        Files.setLastModifiedTime(
                Files.createFile(root.resolve("reconciler.jar")),
                FileTime.from(Files.getLastModifiedTime(root.resolve("reconciler.trained"))
                        .toInstant()
                        .plusSeconds(1)));
        assertThat(run("once")).isEqualTo("-jar " + jar() + " once");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS"})
    void wherePersonsSayHowJavaShallRunItRunsSo(String variable) throws Exception {
        sayTrained(java.toRealPath(), root.toRealPath());
        assertThat(start("reconciler", Map.of(variable, "-XX:+UseG1GC"), "once"))
                .isEqualTo("-jar " + jar() + " once");
    }

    @Test
    void withoutAnArchiveOfTheTrainingTheProgramStartsAsBefore() throws Exception {
        sayTrained(java.toRealPath(), root.toRealPath());
        script(root.resolve("reconciler-train"), Files.readString(Path.of("src/main/launcher/reconciler-train")));
        assertThat(start("reconciler-train")).contains("no archive");
        assertThat(run("once")).isEqualTo("-jar " + jar() + " once");
    }

    /** What the training leaves for starts, by a Java of that version. */
    private List<String> train(String version) throws IOException, InterruptedException {
        script(java, """
                #!/bin/sh
                for option; do
                    case $option in
                    -XshowSettings*)
                        echo "    java.specification.version = %s" >&2
                        echo "    java.vm.version = 1+2-LTS" >&2
                        ;;
                    -XX:AOTCacheOutput=* | -XX:ArchiveClassesAtExit=*) echo archive >"${option#*=}" ;;
                    esac
                done
                echo "$@"
                """.formatted(version));
        script(root.resolve("reconciler-train"), Files.readString(Path.of("src/main/launcher/reconciler-train")));
        assertThat(start("reconciler-train")).isEmpty();
        return Files.readAllLines(options());
    }

    private void sayTrained(Path by, Path in) throws IOException {
        Files.writeString(root.resolve("reconciler.trained"), by + "\n" + in + "\n");
    }

    private Path options() throws IOException {
        return root.toRealPath().resolve("reconciler.options");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "once",
                "plan",
                "boot",
                "start",
                "status",
                "wait",
                "lease",
                "conflicts",
                "check-config",
                "--version"
            })
    void eachCommandButTheServiceAndTheDemoStartsFromTheArchive(String command) throws Exception {
        sayTrained(java.toRealPath(), root.toRealPath());
        assertThat(run(command)).isEqualTo("@" + options() + " " + command);
    }

    @ParameterizedTest
    @ValueSource(strings = {"worker", "demo"})
    void whatRunsForLongRunsAsItAlwaysDoes(String command) throws Exception {
        sayTrained(java.toRealPath(), root.toRealPath());
        assertThat(run(command)).isEqualTo("-jar " + jar() + " " + command);
    }

    private Path jar() throws IOException {
        return root.toRealPath().resolve("reconciler.jar");
    }

    private String run(String... arguments) throws IOException, InterruptedException {
        return start("reconciler", arguments);
    }

    private String start(String script, String... arguments) throws IOException, InterruptedException {
        return start(script, Map.of(), arguments);
    }

    private String start(String script, Map<String, String> variables, String... arguments)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(root.resolve(script).toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().put("JAVA_HOME", root.resolve("jdk").toString());
        builder.environment().putAll(variables);
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said.strip();
    }
}
