package dev.reconciler.worker.config.reader;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the name of the machine that this program runs on. */
final class HostName {
    // The kernel's answer needs no name server, whose absence would make the JDK's call wait for seconds.
    private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

    private HostName() {}

    /** Returns the machine's name; empty where the machine has none, or one that is no host name. */
    static Optional<String> ofMachine() {
        try {
            return Files.isReadable(KERNEL)
                    ? parseName(Files.readString(KERNEL))
                    : parseName(InetAddress.getLocalHost().getHostName());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> parseName(String name) {
        try {
            return Optional.of(ValueChecks.checkHost(name.strip()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
