package dev.reconciler.worker.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class CopiedOutputTest {
    private static final int MUCH = 60_000;

    private static Process start(String script) throws IOException {
        return new ProcessBuilder("sh", "-c", script).start();
    }

    /** The rest was lost that took longer than a second. */
    @Test
    void whatIsReadSlowlyIsCopiedWhole() throws Exception {
        SlowReader reader = new SlowReader();
        Process program = start("head -c " + MUCH + " /dev/zero");
        CopiedOutput output = CopiedOutput.begin(program, reader, Duration.ofMillis(50));
        program.waitFor();

        output.awaitRest();

        assertThat(reader.taken).hasValue(MUCH);
    }

    /** A process that was left running, as a daemon is, keeps the output open. */
    @Test
    void aProgramThatIsLeftRunningIsNotWaitedFor() throws Exception {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        Process program = start("sleep 300 & echo $!");
        CopiedOutput output = CopiedOutput.begin(program, read);
        program.waitFor();

        output.awaitRest();

        long left = Long.parseLong(read.toString(StandardCharsets.UTF_8).strip());
        assertThat(ProcessHandle.of(left)).hasValueSatisfying(ProcessHandle::destroyForcibly);
    }

    /** Takes each piece after three times as long as nothing may come. Who asks how much it has taken does not wait for it. */
    private static final class SlowReader extends OutputStream {
        private final AtomicInteger taken = new AtomicInteger();

        @Override
        public void write(int letter) {
            throw new AssertionError("pieces are written");
        }

        @Override
        public void write(byte[] piece, int from, int length) {
            long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(150);
            while (System.nanoTime() < until) {
                LockSupport.parkNanos(until - System.nanoTime());
            }
            taken.addAndGet(length);
        }
    }
}
