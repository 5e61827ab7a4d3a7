package dev.reconciler.worker.config.reader;

import java.nio.file.Path;

/**
 * The path, remote or branch of a single repository, with the place that gave it.
 *
 * @param text the value as a person or the clone wrote it
 * @param place the name of the place in messages, such as {@code --remote}
 * @param base the directory that a relative path starts from
 */
public record GivenValue(String text, String place, Path base) {
    /** Makes the value of a command line's option; a relative path starts from the working directory. */
    public static GivenValue ofOption(String name, String text) {
        return new GivenValue(text, name, Path.of("").toAbsolutePath());
    }
}
