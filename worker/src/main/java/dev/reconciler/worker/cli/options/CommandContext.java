package dev.reconciler.worker.cli.options;

import dev.reconciler.worker.config.reader.ConfigurationReader;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/**
 * The surroundings of a command.
 *
 * @param reader reads the configuration
 * @param folder the current folder
 * @param environment the variables in which git's own settings are looked up
 */
public record CommandContext(ConfigurationReader reader, Path folder, Map<String, String> environment) {
    /** Makes the context of this process. */
    public static CommandContext ofThisProcess() {
        return new CommandContext(ConfigurationReader.ofThisProcess(), Path.of(""), System.getenv());
    }

    /** Whether the current folder has a file of that name, readable or not. */
    public boolean hasFile(String name) {
        return Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS);
    }
}
