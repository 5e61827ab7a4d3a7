package dev.reconciler.worker.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Paths as a configuration file has them. */
public final class ConfiguredPaths {
    private ConfiguredPaths() {}

    /** @throws IllegalArgumentException if the text is no path of this host */
    public static Path resolvePath(String text, Path base) {
        if (text.isBlank() || text.contains("://")) {
            throw new IllegalArgumentException(SafeQuoting.quoteValue(text) + " (expected: a path on this host)");
        }
        if (text.startsWith("~")) {
            throw new IllegalArgumentException(
                    SafeQuoting.quoteValue(text) + " (expected: a path without '~', which only a shell expands)");
        }
        try {
            return base.resolve(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(SafeQuoting.quoteValue(text) + " (expected: a path on this host)", e);
        }
    }

    /** One name for a repository however it is spelled: links followed as far as they exist, a {@code .git} inside a
     * work tree taken for the work tree. */
    public static Path canonicalizePath(Path path) {
        Path real = resolveLinks(path);
        Path name = real.getFileName();
        Path parent = real.getParent();
        return name != null && parent != null && name.toString().equals(".git") ? parent : real;
    }

    private static Path resolveLinks(Path path) {
        Path parent = path.getParent();
        if (Files.exists(path) || parent == null) {
            try {
                return path.toRealPath();
            } catch (IOException e) {
                return path;
            }
        }
        return resolveLinks(parent).resolve(path.getFileName());
    }
}
