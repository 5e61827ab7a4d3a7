package dev.reconciler.server;

import java.util.stream.Stream;

/** The Temporal services that the same tests run on. */
public enum ServiceKind {
    IN_PROCESS,
    FULL_SERVER;

    /** Those that this machine has. */
    public static Stream<ServiceKind> available() {
        return FullServer.isAvailable() ? Stream.of(values()) : Stream.of(IN_PROCESS);
    }
}
