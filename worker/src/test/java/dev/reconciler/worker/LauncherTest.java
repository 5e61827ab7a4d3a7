package dev.reconciler.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    void aShortCommandUsesTheArchiveThatTheSameJavaMade() throws Exception {
        Files.writeString(root.resolve("reconciler.trained"), java.toRealPath() + "\n");
        assertThat(run("once", "--path", "a b"))
                .startsWith("-XX:SharedArchiveFile=" + root.toRealPath().resolve("reconciler.jsa") + " -Xlog:disable")
                .endsWith("-jar " + jar() + " once --path a b");
    }

    @Test
    void aCacheOfANewerJavaIsUsedInItsOwnWay() throws Exception {
        Files.writeString(root.resolve("reconciler.trained"), java.toRealPath() + "\n");
        Files.createFile(root.resolve("reconciler.aot"));
        assertThat(run("plan"))
                .contains("-XX:AOTCache=" + root.toRealPath().resolve("reconciler.aot"))
                .doesNotContain("SharedArchiveFile");
    }

    @Test
    void theArchiveOfAnotherJavaIsLeftAlone() throws Exception {
        Files.writeString(root.resolve("reconciler.trained"), "/another/java\n");
        assertThat(run("once")).isEqualTo("-jar " + jar() + " once");
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
        Files.writeString(root.resolve("reconciler.trained"), java.toRealPath() + "\n");
        assertThat(run(command)).contains("-XX:SharedArchiveFile=").endsWith("-jar " + jar() + " " + command);
    }

    @ParameterizedTest
    @ValueSource(strings = {"worker", "demo"})
    void whatRunsForLongRunsAsItAlwaysDoes(String command) throws Exception {
        Files.writeString(root.resolve("reconciler.trained"), java.toRealPath() + "\n");
        assertThat(run(command)).isEqualTo("-jar " + jar() + " " + command);
    }

    private Path jar() throws IOException {
        return root.toRealPath().resolve("reconciler.jar");
    }

    private String run(String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(root.resolve("reconciler").toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().put("JAVA_HOME", root.resolve("jdk").toString());
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said.strip();
    }
}
