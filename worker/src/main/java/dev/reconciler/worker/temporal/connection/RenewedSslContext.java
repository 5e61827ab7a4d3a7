package dev.reconciler.worker.temporal.connection;

import io.grpc.netty.shaded.io.netty.buffer.ByteBufAllocator;
import io.grpc.netty.shaded.io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSessionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has each connection begin with the certificates that are in the files by then: those that live for a day are replaced
 * while the program runs. Where the files can't be read at that moment, the certificates before them stay.
 */
final class RenewedSslContext extends SslContext {
    private static final Logger LOG = LoggerFactory.getLogger(RenewedSslContext.class);

    private final List<Path> files;
    private final Supplier<SslContext> reader;
    private List<FileStamp> read;
    private List<FileStamp> refused = List.of();
    private SslContext newest;

    /**
     * Reads the files.
     *
     * @param reader makes a context of what the files hold when it is asked, or throws
     */
    RenewedSslContext(List<Path> files, Supplier<SslContext> reader) {
        this.files = List.copyOf(files);
        this.reader = reader;
        // Before the files: what is written meanwhile is read again.
        this.read = stampFiles();
        this.newest = reader.get();
    }

    private List<FileStamp> stampFiles() {
        return files.stream().map(FileStamp::of).toList();
    }

    private synchronized SslContext newest() {
        List<FileStamp> now = stampFiles();
        if (!now.equals(read)) {
            readAgain(now);
        }
        return newest;
    }

    private void readAgain(List<FileStamp> now) {
        try {
            newest = reader.get();
            read = now;
            LOG.info("the certificates for the Temporal service were replaced");
        } catch (RuntimeException unreadable) {
            // Perhaps they are half written. The next connection tries again; a fault that stays is told once.
            if (!now.equals(refused)) {
                LOG.warn("the certificates before are used on: {}", unreadable.getMessage());
            }
            refused = now;
        }
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator allocator) {
        return newest().newEngine(allocator);
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator allocator, String host, int port) {
        return newest().newEngine(allocator, host, port);
    }

    @Override
    public boolean isClient() {
        return true;
    }

    @Override
    public List<String> cipherSuites() {
        return newest().cipherSuites();
    }

    /** {@inheritDoc} The type is deprecated, and the class above demands it. */
    @Override
    @SuppressWarnings("deprecation")
    public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
        return newest().applicationProtocolNegotiator();
    }

    @Override
    public SSLSessionContext sessionContext() {
        return newest().sessionContext();
    }

    /** By which a file is known to have changed, without a look into it. */
    private record FileStamp(FileTime written, long size) {
        private static final FileStamp ABSENT = new FileStamp(FileTime.fromMillis(0), -1);

        static FileStamp of(Path file) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                return new FileStamp(attributes.lastModifiedTime(), attributes.size());
            } catch (IOException absent) {
                return ABSENT;
            }
        }
    }
}
