package dev.reconciler.git.convert;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Bytes on the disk that no name leads to: the kernel frees them when this process ends, whichever way. A program may
 * write or read them while they still have their name.
 */
final class SpooledContent implements ContentSource, AutoCloseable {
    private final Path file;
    private final FileChannel channel;

    private SpooledContent(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** An empty file with a name. */
    static SpooledContent create() throws IOException {
        Path file = Files.createTempFile("content", ".reconciler");
        return new SpooledContent(file, FileChannel.open(file, StandardOpenOption.READ));
    }

    static SpooledContent of(ContentSource content) throws IOException {
        SpooledContent spooled = create();
        try (InputStream from = content.open();
                var to = Files.newOutputStream(spooled.file)) {
            from.transferTo(to);
            return spooled;
        } catch (IOException | RuntimeException failed) {
            spooled.close();
            throw failed;
        }
    }

    Path file() {
        return file;
    }

    /** How many bytes there are. */
    long size() throws IOException {
        return channel.size();
    }

    /** Takes the name away. Whoever has the file open goes on reading and writing it. */
    void removeName() throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public InputStream open() {
        return new InputStream() {
            private long position;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] to, int start, int length) throws IOException {
                int read = channel.read(ByteBuffer.wrap(to, start, length), position);
                position += Math.max(read, 0);
                return read;
            }
        };
    }

    @Override
    public void close() throws IOException {
        removeName();
        channel.close();
    }
}
