package dev.reconciler.git.settings;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.model.ErrorType;
import java.util.function.Supplier;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.DefaultTypedConfigGetter;
import org.jspecify.annotations.Nullable;

/**
 * Numbers and truths of git's settings, as the library reads them for itself. Git's numbers have 63 bits, and the library
 * asks for most of them with 31: one that is larger counts as the largest. What is none is a person's to correct.
 */
final class LibraryValues extends DefaultTypedConfigGetter {
    @Override
    public int getInt(Config config, String section, @Nullable String subsection, String name, int fallback) {
        return clamp(getLong(config, section, subsection, name, (long) fallback));
    }

    @Override
    public @Nullable Integer getInt(
            Config config, String section, @Nullable String subsection, String name, @Nullable Integer fallback) {
        Long value = getLong(config, section, subsection, name, fallback == null ? null : Long.valueOf(fallback));
        return value == null ? null : Integer.valueOf(clamp(value));
    }

    private static int clamp(long value) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value));
    }

    @Override
    public long getLong(Config config, String section, @Nullable String subsection, String name, long fallback) {
        return read(() -> super.getLong(config, section, subsection, name, fallback));
    }

    @Override
    public @Nullable Long getLong(
            Config config, String section, @Nullable String subsection, String name, @Nullable Long fallback) {
        return read(() -> super.getLong(config, section, subsection, name, fallback));
    }

    @Override
    public boolean getBoolean(
            Config config, String section, @Nullable String subsection, String name, boolean fallback) {
        return !isWrittenEmpty(config, section, subsection, name)
                && read(() -> super.getBoolean(config, section, subsection, name, fallback));
    }

    @Override
    public @Nullable Boolean getBoolean(
            Config config, String section, @Nullable String subsection, String name, @Nullable Boolean fallback) {
        return isWrittenEmpty(config, section, subsection, name)
                ? Boolean.FALSE
                : read(() -> super.getBoolean(config, section, subsection, name, fallback));
    }

    // git_parse_maybe_bool: "symlinks =" says false. The library has the same answer for it and for no such line.
    private static boolean isWrittenEmpty(Config config, String section, @Nullable String subsection, String name) {
        return config.getString(section, subsection, name) == null
                && config.getNames(section, subsection, true).contains(name);
    }

    private static <T extends @Nullable Object> T read(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException malformed) {
            // Its words name the setting and its value.
            throw new RefusedException(
                    ErrorType.CONFIGURATION, "git's settings: " + malformed.getMessage() + "; correct it");
        }
    }
}
