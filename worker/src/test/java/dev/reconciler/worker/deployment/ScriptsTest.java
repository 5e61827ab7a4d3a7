package dev.reconciler.worker.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reconciler.worker.Program;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts that compose mounts, run by the shell that is here. */
class ScriptsTest {
    @TempDir
    Path directory;

    @Test
    void theShellReadsEveryScript() throws Exception {
        for (Path script : scripts()) {
            assertThat(sh("-n", script.toString())).as("%s", script).isZero();
        }
    }

    @Test
    void secretsAreMadeOnceAndDiffer() throws Exception {
        Path one = directory.resolve("a/one");
        Path two = directory.resolve("b/two");
        makeSecrets(one, two);
        String first = Files.readString(one);

        makeSecrets(one, two);

        assertThat(first).matches("[0-9a-f]{64}").isEqualTo(Files.readString(one));
        assertThat(Files.readString(two)).matches("[0-9a-f]{64}").isNotEqualTo(first);
    }

    @Test
    void aPasswordReachesTheCommandFromItsFile() throws Exception {
        Path password = Files.writeString(directory.resolve("password"), "se cret\n");
        Path out = directory.resolve("out");

        int status = run(List.of(
                "env",
                "POSTGRES_PASSWORD_FILE=" + password,
                "sh",
                script("with-password.sh"),
                "sh",
                "-c",
                "echo \"$POSTGRES_PWD/$SQL_PASSWORD\" >" + out));

        assertThat(status).isZero();
        assertThat(out).hasContent("se cret/se cret");
    }

    @Test
    @Tag("slow")
    void theSampleHasSomethingForTheFirstRunToDo() throws Exception {
        Path remote = directory.resolve("remote.git");
        Path repository = directory.resolve("sample");
        assertThat(makeSample(remote, repository)).isZero();

        JsonNode result = once(remote, repository);

        assertThat(result.get("outcome").asText()).isEqualTo("rebased");
        assertThat(result.get("ahead").asInt()).isEqualTo(1);
        assertThat(result.get("behind").asInt()).isEqualTo(1);
        assertThat(repository).isDirectoryContaining("glob:**/{parcels,roads,trees}.csv");
    }

    @Test
    void aSampleThatIsThereIsKept() throws Exception {
        Path remote = directory.resolve("remote.git");
        Path repository = Files.createDirectory(directory.resolve("sample"));

        assertThat(makeSample(remote, repository)).isZero();

        assertThat(repository).isEmptyDirectory();
        assertThat(remote).doesNotExist();
    }

    private JsonNode once(Path remote, Path repository) {
        return Program.in(directory)
                .run(
                        "once",
                        "--json",
                        "--path",
                        repository.toString(),
                        "--remote",
                        "file://" + remote,
                        "--branch",
                        "main")
                .result();
    }

    private void makeSecrets(Path... files) throws Exception {
        assertThat(sh(Stream.concat(
                                Stream.of(script("make-secrets.sh")),
                                Stream.of(files).map(Path::toString))
                        .toArray(String[]::new)))
                .isZero();
    }

    private int makeSample(Path remote, Path repository) throws Exception {
        return sh(script("sample.sh"), remote.toString(), repository.toString(), "main");
    }

    private static String script(String name) {
        return Deployment.file("deploy/" + name).toString();
    }

    private static List<Path> scripts() throws IOException {
        try (Stream<Path> files = Files.list(Deployment.file("deploy"))) {
            List<Path> scripts =
                    files.filter(file -> file.toString().endsWith(".sh")).toList();
            assertThat(scripts).hasSizeGreaterThanOrEqualTo(5);
            return scripts;
        }
    }

    private int sh(String... arguments) throws Exception {
        return run(Stream.concat(Stream.of("sh"), Stream.of(arguments)).toList());
    }

    private int run(List<String> command) throws Exception {
        File log = directory.resolve("log").toFile();
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start()
                .waitFor();
    }
}
