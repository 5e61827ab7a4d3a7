package dev.reconciler.worker.cli.options;

import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.RepositoryConfiguration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * The options that choose the repositories of a command: those of a file, some of them, or a single one without a file.
 */
public final class RepositoryOptions {
    public static final String DEFAULT_FILE = "reconciler.yaml";

    @Option(names = "--config", paramLabel = "FILE", description = "The configuration (default: " + DEFAULT_FILE + ").")
    private @Nullable Path config;

    @Option(
            names = "--repository",
            paramLabel = "ID",
            description = "Only this repository of the configuration; may be repeated.")
    private List<String> ids = new ArrayList<>();

    @ArgGroup(
            exclusive = false,
            heading = "A single repository, without a configuration (default: the clone that the current folder is in,"
                    + " where there is no " + DEFAULT_FILE + "):%n")
    private @Nullable SingleRepositoryOptions single;

    /** Whether the options name a repository, by id or by path. */
    public boolean hasNamedRepository() {
        return single != null || !ids.isEmpty();
    }

    /**
     * Whether there is no option, and no configuration in the current folder: then the command takes the clone there.
     */
    public boolean isCurrentFolder(CommandContext context) {
        return config == null && !hasNamedRepository() && !context.hasFile(DEFAULT_FILE);
    }

    /** As {@link #read(CommandContext, CommandLine)}, with more ids than those of {@code --repository}. */
    public Configuration read(CommandContext context, CommandLine command, List<String> more) {
        ids.addAll(more);
        return read(context, command);
    }

    /**
     * Reads the configuration, with the chosen repositories only.
     *
     * @throws ParameterException if options exclude each other, an id is unknown, or the clone does not have the
     *     missing value
     * @throws CloneRefusedException if the clone that should have the value belongs to another user
     * @throws dev.reconciler.worker.config.ConfigurationException with all problems of the configuration
     */
    public Configuration read(CommandContext context, CommandLine command) {
        if (isCurrentFolder(context)) {
            return new CloneDefaults(context, command).readConfiguration(null, null, null);
        }
        if (single == null) {
            return chooseRepositories(readFile(context), command);
        }
        if (config != null || !ids.isEmpty()) {
            throw new ParameterException(
                    command,
                    "--path, --remote and --branch name a repository without a configuration (expected: no --config and"
                            + " no --repository beside them)");
        }
        return readSingle(single, context, command);
    }

    /** Every repository of the configuration, of which {@link #read} has chosen some. */
    public List<RepositoryConfiguration> listAll(Configuration chosen, CommandContext context) {
        return ids.isEmpty() ? chosen.repositories() : readFile(context).repositories();
    }

    private Configuration readFile(CommandContext context) {
        return context.reader().read(config == null ? context.folder().resolve(DEFAULT_FILE) : config);
    }

    private static Configuration readSingle(
            SingleRepositoryOptions single, CommandContext context, CommandLine command) {
        return single.remote != null && single.branch != null
                ? context.reader().ofSingle(single.path, single.remote, single.branch)
                : new CloneDefaults(context, command).readConfiguration(single.path, single.remote, single.branch);
    }

    private Configuration chooseRepositories(Configuration configuration, CommandLine command) {
        List<String> known =
                configuration.repositories().stream().map(it -> it.id().value()).toList();
        List<String> unknown = ids.stream().filter(id -> !known.contains(id)).toList();
        if (!unknown.isEmpty()) {
            throw new ParameterException(
                    command,
                    "--repository: " + quoteNames(unknown) + " (expected: of the configuration's " + quoteNames(known)
                            + ")");
        }
        List<RepositoryConfiguration> chosen = configuration.repositories().stream()
                .filter(it -> ids.isEmpty() || ids.contains(it.id().value()))
                .toList();
        return configuration.withRepositories(chosen);
    }

    private static String quoteNames(List<String> names) {
        return names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
    }

    /** The path, and the values that the clone at the path does not have. */
    static final class SingleRepositoryOptions {
        @Option(names = "--path", required = true, paramLabel = "DIR", description = "The repository's directory.")
        private String path = "";

        @Option(
                names = "--remote",
                paramLabel = "URL",
                description = "Its remote (default: 'origin' of the clone there).")
        private @Nullable String remote;

        @Option(
                names = "--branch",
                paramLabel = "NAME",
                description = "The branch to reconcile (default: the one that HEAD of the clone there is on).")
        private @Nullable String branch;
    }
}
