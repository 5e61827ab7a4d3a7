package dev.reconciler.worker.transports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.worker.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A first clone over a program in the place of ssh that is named from the folder where the command is given. */
@Tag("slow")
class FirstCloneOverSshTest {
    @TempDir
    Path root;

    private NativeGit remote;
    private Path folder;

    @BeforeEach
    void aRemoteAndAProgramInTheFolder() throws IOException {
        remote = NativeGit.init(root.resolve("remote"));
        remote.commit("file", "text\n");
        folder = Files.createDirectory(root.resolve("folder"));
        Path program = Files.writeString(
                folder.resolve("ssh.sh"),
                "#!/bin/sh\npwd >> '" + root.resolve("called") + "'\nfor last; do :; done; exec sh -c \"$last\"\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** It was looked for in the folder in which the clone is made before it has its name, and nothing was cloned. */
    @ParameterizedTest
    @CsvSource({"core.sshCommand, data", "GIT_SSH_COMMAND, data.git", "GIT_SSH, data"})
    void theProgramStartsWhereTheCommandIsGivenAsGitClones(String setting, String name) throws IOException {
        Map<String, String> variables = new HashMap<>(
                Map.of("GIT_CONFIG_NOSYSTEM", "1", "GIT_CONFIG_GLOBAL", "/dev/null", setting, "./ssh.sh"));
        if (variables.remove("core.sshCommand") != null) {
            Path settings = Files.writeString(root.resolve("settings"), "[core]\n\tsshCommand = ./ssh.sh\n");
            variables.put("GIT_CONFIG_GLOBAL", settings.toString());
        }
        String url = "git@example.invalid:" + remote.directory();
        NativeGit.Result cloned = NativeGit.in(folder)
                .attempt(
                        variables,
                        Path.of("/dev/null"),
                        "clone",
                        "-q",
                        url,
                        root.resolve("git").toString());
        assertThat(cloned.status()).as(cloned.output()).isZero();

        Program program = Program.in(folder);
        variables.forEach(program::with);
        Program.Finished once = program.run(
                "once", "--json", "--path", root.resolve(name).toString(), "--remote", url, "--branch", "main");

        assertThat(once.result().get("outcome").asText()).as(once.out()).isEqualTo("fast-forwarded");
        assertThat(new TreeSet<>(Files.readAllLines(root.resolve("called"))))
                .containsExactly(folder.toRealPath().toString());
    }
}
