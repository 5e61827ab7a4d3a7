package dev.reconciler.worker.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Set;

/**
 * Standard error without the stack traces that JGit prints there by itself: a remote on this disk is served by threads
 * of JGit, and what these fail at the transport reports too, from where it comes into the result.
 */
final class LibraryTraceFilter extends FilterOutputStream {
    private static final Set<String> THREADS = Set.of("JGit-Upload-Pack", "JGit-Receive-Pack");

    LibraryTraceFilter(OutputStream standardError) {
        super(standardError);
    }

    @Override
    public void write(int b) throws IOException {
        if (!isOfLibrary()) {
            out.write(b);
        }
    }

    @Override
    public void write(byte[] bytes, int start, int length) throws IOException {
        if (!isOfLibrary()) {
            out.write(bytes, start, length);
        }
    }

    private static boolean isOfLibrary() {
        return THREADS.contains(Thread.currentThread().getName());
    }
}
