package dev.reconciler.worker.cli.command;

import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.config.reader.ConfigurationReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which repositories a command is about: those of a file, some of them, or a single one without a file. */
final class RepositoryOptions {
    static final String DEFAULT_FILE = "reconciler.yaml";

    @Option(names = "--config", paramLabel = "FILE", description = "The configuration (default: " + DEFAULT_FILE + ").")
    private @Nullable Path config;

    @Option(
            names = "--repository",
            paramLabel = "ID",
            description = "Only this repository of the configuration; may be repeated.")
    private List<String> ids = new ArrayList<>();

    @ArgGroup(exclusive = false, heading = "A single repository, without a configuration:%n")
    private @Nullable SingleRepositoryOptions single;

    /** All three or none. */
    static final class SingleRepositoryOptions {
        @Option(names = "--path", required = true, paramLabel = "DIR", description = "The repository's directory.")
        private String path = "";

        @Option(names = "--remote", required = true, paramLabel = "URL", description = "Its remote.")
        private String remote = "";

        @Option(names = "--branch", required = true, paramLabel = "NAME", description = "The branch to reconcile.")
        private String branch = "";
    }

    /** Whether they name a repository, by id or by path. */
    boolean names() {
        return single != null || !ids.isEmpty();
    }

    /** As {@link #read(ConfigurationReader, CommandLine)}, with more ids than those of the option. */
    Configuration read(ConfigurationReader reader, CommandLine command, List<String> more) {
        ids.addAll(more);
        return read(reader, command);
    }

    /**
     * The configuration with the chosen repositories only.
     *
     * @throws ParameterException if options exclude each other, or an id is unknown
     * @throws dev.reconciler.worker.config.ConfigurationException with everything that is wrong with it
     */
    Configuration read(ConfigurationReader reader, CommandLine command) {
        if (single == null) {
            return chosen(reader.read(config == null ? Path.of(DEFAULT_FILE) : config), command);
        }
        if (config != null || !ids.isEmpty()) {
            throw new ParameterException(
                    command,
                    "--path, --remote and --branch name a repository without a configuration (expected: no --config and"
                            + " no --repository beside them)");
        }
        return reader.ofSingle(single.path, single.remote, single.branch);
    }

    private Configuration chosen(Configuration configuration, CommandLine command) {
        List<String> known =
                configuration.repositories().stream().map(it -> it.id().value()).toList();
        List<String> unknown = ids.stream().filter(id -> !known.contains(id)).toList();
        if (!unknown.isEmpty()) {
            throw new ParameterException(
                    command,
                    "--repository: " + quoted(unknown) + " (expected: of the configuration's " + quoted(known) + ")");
        }
        List<RepositoryConfiguration> chosen = configuration.repositories().stream()
                .filter(it -> ids.isEmpty() || ids.contains(it.id().value()))
                .toList();
        return configuration.withRepositories(chosen);
    }

    private static String quoted(List<String> names) {
        return names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
    }
}
