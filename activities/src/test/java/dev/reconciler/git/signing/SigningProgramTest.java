package dev.reconciler.git.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.signing.SigningProgram.ProgramEnd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shell commands in the place of programs that sign. */
class SigningProgramTest {
    private static final byte[] NOTHING = {};

    @TempDir
    Path folder;

    @Test
    void itReadsItsInputAndBothOutputsAreKept() throws IOException {
        ProgramEnd end = run("cat; pwd; echo complaint >&2", "input\n".getBytes(StandardCharsets.US_ASCII));

        assertThat(end.succeeded()).isTrue();
        assertThat(end.output()).isEqualTo("input\n" + folder.toRealPath() + "\n");
        assertThat(end.complaint()).isEqualTo("complaint\n");
    }

    @Test
    void aStatusOtherThanZeroIsAFailure() throws IOException {
        assertThat(run("exit 3", NOTHING).succeeded()).isFalse();
    }

    @Test
    void nothingThatItStartsAsksAtATerminal() throws IOException {
        ProgramEnd end = run("echo ${GPG_TTY-unset} $SSH_ASKPASS_REQUIRE; tty", NOTHING);

        assertThat(end.output()).isEqualTo("unset force\nnot a tty\n");
    }

    /** A program that waits for a passphrase, and one that it has started. */
    @Test
    void aProgramThatGivesNoAnswerIsEndedWithAllThatItStarted() throws IOException {
        SigningProgram program = new SigningProgram(folder, Duration.ofMillis(500));

        ProgramEnd end = program.run(
                List.of("sh", "-c", "sleep 600 & echo $! > child; echo waiting >&2; wait"), NOTHING, folder);

        assertThat(end.succeeded()).isFalse();
        assertThat(end.complaint()).startsWith("waiting\n").contains("gave no answer within");
        long child = Long.parseLong(Files.readString(folder.resolve("child")).strip());
        ProcessHandle.of(child).ifPresent(left -> assertThat(left.onExit()).succeedsWithin(Duration.ofSeconds(10)));
    }

    @Test
    void aMissingProgramSaysSo() throws IOException {
        ProgramEnd end =
                new SigningProgram(folder, Duration.ofSeconds(10)).run(List.of("/nowhere/gpg", "-x"), NOTHING, folder);

        assertThat(end.succeeded()).isFalse();
        assertThat(end.complaint()).contains("/nowhere/gpg can't be run").contains("No such file or directory");
    }

    private ProgramEnd run(String script, byte[] input) throws IOException {
        return new SigningProgram(folder, Duration.ofSeconds(30)).run(List.of("sh", "-c", script), input, folder);
    }
}
