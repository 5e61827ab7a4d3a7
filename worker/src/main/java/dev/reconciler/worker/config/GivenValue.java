package dev.reconciler.worker.config;

import java.nio.file.Path;

/**
 * What a single repository's path, remote or branch was given as, and where.
 *
 * @param text as it was written
 * @param place how messages name the place, such as {@code --remote}
 * @param base the directory that a relative path starts from
 */
public record GivenValue(String text, String place, Path base) {
    /** An option of the command line; a relative path starts from the working directory. */
    public static GivenValue ofOption(String name, String text) {
        return new GivenValue(text, name, Path.of("").toAbsolutePath());
    }
}
