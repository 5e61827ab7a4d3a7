package dev.reconciler.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ChildProgramTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private ChildProgram start(String script) throws IOException {
        return ChildProgram.start(new ProcessBuilder("sh", "-c", script).directory(folder.toFile()));
    }

    /** What a program of the script writes to a pipe, once it has got so far. */
    private ProcessHandle awaitNamed(String pipe) throws IOException {
        long pid = Long.parseLong(Files.readString(folder.resolve(pipe)).strip());
        return ProcessHandle.of(pid).orElseThrow();
    }

    private ChildProgram startWithPipe(String script) throws IOException {
        assertThat(new ProcessBuilder("mkfifo", folder.resolve("pipe").toString())
                        .start()
                        .onExit()
                        .join()
                        .exitValue())
                .isZero();
        return start(script);
    }

    /** The shell between the two has ended: no descent leads to the one that is left. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aProgramWhoseParentHasEndedIsEndedToo() throws IOException {
        ChildProgram program = startWithPipe("sh -c 'sleep 600 & echo $! > left'; cat left > pipe; sleep 600");
        ProcessHandle left = awaitNamed("pipe");

        program.end();

        assertThat(left.onExit()).succeedsWithin(LONG);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aProgramThatDoesNotEndWhereItIsAskedToIsKilled() throws IOException {
        ChildProgram program = startWithPipe("trap '' TERM; echo $$ > pipe; while :; do sleep 1; done");
        ProcessHandle stubborn = awaitNamed("pipe");

        program.end();

        assertThat(stubborn.isAlive()).isFalse();
    }

    /** An agent that a program has woken, which serves others too. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aDaemonGoesOn() throws IOException {
        ChildProgram program = startWithPipe("(setsid sh -c 'echo $$ > pipe; exec sleep 600' &); sleep 600");
        ProcessHandle daemon = awaitNamed("pipe");

        program.end();

        assertThat(program.process().isAlive()).isFalse();
        assertThat(daemon.isAlive()).isTrue();
        daemon.destroyForcibly();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aProgramThatTakesTooLongIsEnded() throws IOException {
        ChildProgram program = start("sleep 600");

        assertThat(program.awaitEnd(Duration.ofMillis(1), "it")).isFalse();

        assertThat(program.process().isAlive()).isFalse();
    }

    @Test
    void theInterruptOfTheThreadThatWaitsEndsTheProgram() throws IOException {
        ChildProgram program = start("sleep 600");
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> program.awaitEnd(LONG, "it"))
                .isInstanceOf(InterruptedIOException.class)
                .hasMessage("it was interrupted");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(program.process().isAlive()).isFalse();
    }

    @Test
    void theInterruptEndsAConversationToo() throws IOException {
        ChildProgram program = start("sleep 600");
        Thread.currentThread().interrupt();

        assertThatThrownBy(() ->
                        program.converse(new byte[0], OutputStream.nullOutputStream(), OutputStream.nullOutputStream()))
                .isInstanceOf(InterruptedException.class);
        assertThat(program.process().isAlive()).isFalse();
    }

    @Test
    void itIsFedAndWhatItSaysIsHandedOn() throws Exception {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        ByteArrayOutputStream complained = new ByteArrayOutputStream();

        int status =
                start("cat; echo no >&2; exit 3").converse("fed".getBytes(StandardCharsets.US_ASCII), said, complained);

        assertThat(status).isEqualTo(3);
        assertThat(said).hasToString("fed");
        assertThat(complained).hasToString("no\n");
    }

    /** A hook that prints without measure would fill the memory. */
    @Test
    void noMoreThanTheFirstMebibyteIsHandedOn() throws Exception {
        ByteArrayOutputStream said = new ByteArrayOutputStream();

        int status = start("head -c 2000000 /dev/zero").converse(new byte[0], said, OutputStream.nullOutputStream());

        assertThat(status).isZero();
        assertThat(said.size()).isEqualTo(1 << 20);
    }
}
