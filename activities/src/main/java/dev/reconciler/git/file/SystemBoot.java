package dev.reconciler.git.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** When this machine was started: what is older may have been cut short by a power cut. */
public final class SystemBoot {
    private static final Path KERNEL_STATISTICS = Path.of("/proc/stat");
    private static final String BOOT_TIME = "btime ";

    private SystemBoot() {}

    /** The time of the start; empty on a system that does not tell it in the way of Linux. */
    public static Optional<Instant> time() throws IOException {
        if (!Files.isReadable(KERNEL_STATISTICS)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(KERNEL_STATISTICS)) {
            return lines.filter(line -> line.startsWith(BOOT_TIME))
                    .findFirst()
                    .map(line -> Instant.ofEpochSecond(
                            Long.parseLong(line.substring(BOOT_TIME.length()).strip())));
        }
    }
}
