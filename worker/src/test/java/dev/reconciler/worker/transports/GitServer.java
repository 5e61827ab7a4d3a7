package dev.reconciler.worker.transports;

import java.nio.file.Path;

/** Serves every repository below a folder on loopback. */
public interface GitServer extends AutoCloseable {
    /** The URL of a repository. */
    String url(Path repository);

    /** What the program has to be configured with; empty where nothing. */
    default String credentials() {
        return "";
    }

    @Override
    void close() throws Exception;
}
