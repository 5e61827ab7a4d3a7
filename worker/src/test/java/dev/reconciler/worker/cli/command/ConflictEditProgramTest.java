package dev.reconciler.worker.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.SigningKeys;
import dev.reconciler.worker.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A folder of a conflict as a person's own settings make it, and what a kill leaves of one. */
@Tag("slow")
class ConflictEditProgramTest extends ConflictCommandFixture {
    private Program.Finished run(Program program, String... words) {
        String[] arguments = new String[words.length + 2];
        arguments[0] = "conflicts";
        arguments[1] = "edit";
        System.arraycopy(words, 0, arguments, 2, words.length);
        return program.run(arguments);
    }

    @Test
    void whatTheKillOfAnEditLeavesIsNoPersonsWorkAndIsSaid() throws IOException {
        makeConflict();
        Path folder = directory.resolve("edit");
        Path fake = Files.createDirectory(directory.resolve("bin")).resolve("git");
        Files.writeString(fake, """
                #!/bin/sh
                case " $* " in *" rebase "*) kill -9 $PPID ;; esac
                PATH=${PATH#*:} exec git "$@"
                """);
        assertThat(fake.toFile().setExecutable(true)).isTrue();
        String path = fake.getParent() + ":" + Objects.requireNonNull(System.getenv("PATH"));

        assertThat(run(Program.in(directory).with("PATH", path), NAME, folder.toString())
                        .status())
                .isEqualTo(137);

        assertThat(folder.resolve(".git")).isDirectory();
        Program.Finished again = run(Program.in(directory), NAME, folder.toString());
        assertThat(again.status()).as(again.err()).isEqualTo(2);
        assertThat(again.err()).contains("is half of a folder", "remove it, or name another folder");
        assertThat(conflicts("edit", "--continue", folder.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("is half of a folder");
        assertThat(operations.remote.decided).isEmpty();
    }

    @Test
    void whatGitPicksAndAPersonCommitsIsSignedByThePersonsOwnSettings() throws IOException {
        makeConflict("commit $CLONE first.txt first\n");
        Path folder = directory.resolve("edit");
        try (SigningKeys keys = new SigningKeys(directory.resolve("keys"))) {
            Path person = Files.writeString(
                    directory.resolve("person"), """
                    [user]
                    name = Ada
                    email = ada@example.org
                    signingKey = %s
                    [gpg]
                    format = ssh
                    [gpg "ssh"]
                    allowedSignersFile = %s
                    [commit]
                    gpgSign = true
                    """.formatted(keys.newSshKey("ed25519"), keys.allowedSigners()));

            Program.Finished made =
                    run(Program.in(directory).with("GIT_CONFIG_GLOBAL", person.toString()), NAME, folder.toString());

            assertThat(made.status()).as(made.err()).isZero();
            assertThat(runAs(person, folder, "log", "--format=%G? %cn", "origin/main..HEAD"))
                    .isEqualTo("G Ada");
            NativeGit.in(folder).write("base.txt", "both\n").run("add", "base.txt");
            runAs(person, folder, "-c", "core.editor=true", "rebase", "--continue");
            assertThat(runAs(person, folder, "log", "--format=%G?", "origin/main..HEAD"))
                    .isEqualTo("G\nG");
        }
    }

    /** Git stops its rebase there too, and nothing conflicts: that was once told as a conflict without files. */
    @Test
    void aKeyOfThePersonsThatIsNotThereIsSaidInGitsWordsAndLeavesNothing() throws IOException {
        makeConflict("commit $CLONE first.txt first\n");
        Path folder = directory.resolve("edit");
        Path person = Files.writeString(directory.resolve("person"), """
                [user]
                name = Ada
                email = ada@example.org
                signingKey = /nowhere/key
                [gpg]
                format = ssh
                [commit]
                gpgSign = true
                """);

        Program.Finished made =
                run(Program.in(directory).with("GIT_CONFIG_GLOBAL", person.toString()), NAME, folder.toString());

        assertThat(made.status()).as(made.err()).isEqualTo(1);
        assertThat(made.err()).contains("git rebase ", "/nowhere/key");
        assertThat(made.out()).isEmpty();
        assertThat(folder).doesNotExist();
    }

    /** What git says with a person's settings. */
    private static String runAs(Path person, Path folder, String... arguments) {
        NativeGit.Result result = NativeGit.in(folder)
                .attempt(Map.of("GIT_CONFIG_GLOBAL", person.toString()), Path.of("/dev/null"), arguments);
        assertThat(result.status()).as(result.output()).isZero();
        return result.output();
    }
}
