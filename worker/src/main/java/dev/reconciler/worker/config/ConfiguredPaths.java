package dev.reconciler.worker.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Turns the paths of a configuration into absolute paths of this host. */
public final class ConfiguredPaths {
    private ConfiguredPaths() {}

    /**
     * Makes a path absolute and removes its {@code .} and {@code ..}. Where {@code ..} comes after a link, the path leads
     * where the system's calls would lead it, and not where its text does.
     *
     * @param base the directory that a relative path starts from
     * @throws IllegalArgumentException if the text is no path of this host
     */
    public static Path resolvePath(String text, Path base) {
        if (text.isBlank() || text.contains("://")) {
            throw new IllegalArgumentException(SafeQuoting.quoteValue(text) + " (expected: a path on this host)");
        }
        // No shell reads the configuration: the program would make a directory of the name "~".
        if (text.startsWith("~")) {
            throw new IllegalArgumentException(
                    SafeQuoting.quoteValue(text) + " (expected: a path without '~', which only a shell expands)");
        }
        try {
            return removeDetours(base.resolve(text).toAbsolutePath());
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(SafeQuoting.quoteValue(text) + " (expected: a path on this host)", e);
        }
    }

    private static Path removeDetours(Path path) {
        Path plain = path.normalize();
        try {
            boolean isElsewhere = Files.exists(path) && !(Files.exists(plain) && Files.isSameFile(plain, path));
            return isElsewhere ? path.toRealPath() : plain;
        } catch (IOException unreadable) {
            return plain;
        }
    }

    /**
     * Returns one name for a repository, however a person spelled its path: symbolic links are followed as far as the
     * path exists, and {@code .git} inside a work tree stands for the work tree.
     */
    public static Path canonicalizePath(Path path) {
        Path real = resolveLinks(path);
        Path name = real.getFileName();
        Path parent = real.getParent();
        return name != null && parent != null && name.toString().equals(".git") ? parent : real;
    }

    private static Path resolveLinks(Path path) {
        // A clone that is still missing has no real path: the part of the path that exists is resolved, and the rest is
        // appended. With a link /srv -> /data and no clone, /srv/a.git becomes /data/a.git.
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
