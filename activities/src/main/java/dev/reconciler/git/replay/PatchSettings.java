package dev.reconciler.git.replay;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.Config;

/**
 * The settings of git that bear on a {@link PatchId}: which files are binary. No other setting of {@code diff} does, as
 * git computes patch ids with {@code diff.algorithm}, {@code diff.context} and the like at their defaults.
 *
 * @param largestText a file of more bytes is binary where no attribute says what it is
 * @param drivers the drivers of {@code [diff "name"]}, each with what its {@code binary} says; empty for {@code auto}
 */
record PatchSettings(long largestText, Map<String, Optional<Boolean>> drivers) {
    /** The driver of files that have none; it need not be among the settings. */
    static final String DEFAULT_DRIVER = "default";

    private static final String DIFF = "diff";
    private static final String BINARY = "binary";

    /** A text is held in memory with its lines. Git's own limit is {@code core.bigFileThreshold}. */
    private static final long LARGEST_TEXT = 50L << 20;

    PatchSettings {
        drivers = Map.copyOf(drivers);
    }

    /** Reads the settings, as they are at this moment. */
    static PatchSettings of(Config config) {
        Map<String, Optional<Boolean>> drivers = new HashMap<>();
        for (String name : config.getSubsections(DIFF)) {
            drivers.put(name, readBinary(config, name));
        }
        return new PatchSettings(
                Math.min(LARGEST_TEXT, config.getLong("core", "bigfilethreshold", LARGEST_TEXT)), drivers);
    }

    // Git's parse_tristate.
    private static Optional<Boolean> readBinary(Config config, String driver) {
        String value = config.getString(DIFF, driver, BINARY);
        return value == null || value.equalsIgnoreCase("auto")
                ? Optional.empty()
                : Optional.of(config.getBoolean(DIFF, driver, BINARY, false));
    }

    /** Whether files of a driver are binary; empty where their content says so. A driver that nothing defines is the default. */
    Optional<Boolean> isBinary(String driver) {
        return drivers.getOrDefault(driver, drivers.getOrDefault(DEFAULT_DRIVER, Optional.empty()));
    }
}
