package dev.reconciler.worker.cli.options;

import dev.reconciler.worker.config.reader.ConfigurationReader;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a command finds around it.
 *
 * @param reader of the configuration
 * @param folder the current folder
 * @param environment in which git's own settings and variables are looked up
 */
public record CommandContext(ConfigurationReader reader, Path folder, Map<String, String> environment) {
    /** Of this process. */
    public static CommandContext ofThisProcess() {
        return new CommandContext(ConfigurationReader.ofThisProcess(), Path.of(""), System.getenv());
    }

    /** Whether the current folder has that file, be it readable or not. */
    public boolean hasFile(String name) {
        return Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS);
    }
}
