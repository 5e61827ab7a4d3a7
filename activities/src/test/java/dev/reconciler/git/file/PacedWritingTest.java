package dev.reconciler.git.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PacedWritingTest {
    private final byte[] content = new byte[10_000];
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final List<Integer> synced = new ArrayList<>();
    private final PacedWriting pace = new PacedWriting(4_000, Duration.ofMillis(50), () -> synced.add(written.size()));

    @BeforeEach
    void fill() {
        new Random(1).nextBytes(content);
    }

    @Test
    void whatIsReadIsSyncedEachTimeThatABitWasWritten() throws IOException {
        try (InputStream in = pace.pace(new ByteArrayInputStream(content))) {
            written.write(in.read());
            byte[] buffer = new byte[1_000];
            for (int read = in.read(buffer, 0, 1_000); read > 0; read = in.read(buffer, 0, 1_000)) {
                written.write(buffer, 0, read);
            }
        }

        assertThat(written.toByteArray()).containsExactly(content);
        assertThat(synced).containsExactly(4_001, 8_001);
    }

    @Test
    void bitsAreCountedOverAllStreamsOfAPieceOfWork() throws IOException {
        for (int file = 0; file < 10; file++) {
            try (OutputStream out = pace.pace(written)) {
                out.write(content[file * 1_000]);
                out.write(content, file * 1_000 + 1, 999);
            }
        }

        assertThat(written.toByteArray()).containsExactly(content);
        assertThat(synced).containsExactly(4_000, 8_000);
    }

    @Test
    void whatIsSmallIsSyncedAtItsEndOnly() throws IOException {
        try (OutputStream out = pace.pace(written)) {
            out.write(Arrays.copyOf(content, 4_000));
        }

        assertThat(synced).isEmpty();
    }
}
