package dev.reconciler.worker.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The programs in docs/examples, as an application runs them. */
class ExamplesTest extends ApplicationFixture {
    private static final Path EXAMPLES = Path.of("../docs/examples").toAbsolutePath();

    @Test
    void anApplicationInJavaSavesToTheRemote() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        saves("java.txt", java, "-cp", System.getProperty("java.class.path"), EXAMPLES + "/Application.java");
    }

    @Test
    void anApplicationInPythonSavesToTheRemote() throws Exception {
        assumeThere("python3");
        saves("python.txt", "python3", EXAMPLES + "/application.py");
    }

    @Test
    void anApplicationInNodeSavesToTheRemote() throws Exception {
        assumeThere("node");
        saves("node.txt", "node", EXAMPLES + "/application.mjs");
    }

    private static void assumeThere(String program) {
        assumeTrue(
                isThere(program), "there is no " + program + " on the path of this user, so its example is left out");
    }

    static boolean isThere(String program) {
        return List.of(System.getenv("PATH").split(File.pathSeparator)).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** The remote has moved meanwhile, in another file. */
    private void saves(String file, String... program) throws Exception {
        data.script("commit $REMOTE theirs-" + file + " theirs\n");
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(
                address().toString(),
                root.resolve("token").toString(),
                "data",
                data.local().toString(),
                file,
                "saved"));

        String printed = run(command);

        String head = Files.readString(data.remote().resolve("refs/heads/main")).strip();
        assertThat(printed).contains("answer pushed " + head, "event moved data", "event outcome data");
        assertThat(data.local().resolve(file)).hasContent("saved\n");
        data.script("test \"$(git -C $REMOTE show main:" + file + ")\" = saved\n");
        assertThat(get(TOKEN, "/api/v1/repositories/data").body().get("lease").isNull())
                .isTrue();
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Path log = Files.createTempFile(root, "example", ".log");
        ProcessBuilder program =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        program.environment()
                .putAll(Map.of(
                        "GIT_CONFIG_GLOBAL", "/dev/null",
                        "GIT_AUTHOR_NAME", "Author",
                        "GIT_AUTHOR_EMAIL", "author@example.org",
                        "GIT_COMMITTER_NAME", "Author",
                        "GIT_COMMITTER_EMAIL", "author@example.org"));
        Process started = program.start();
        if (!started.waitFor(2, TimeUnit.MINUTES)) {
            started.destroyForcibly();
        }
        assertThat(started.waitFor()).as(Files.readString(log)).isZero();
        return Files.readString(log);
    }
}
