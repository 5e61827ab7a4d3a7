package dev.reconciler.worker.cli.command;

import dev.reconciler.worker.port.DemoOptions;
import dev.reconciler.worker.port.Demonstration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows every outcome on throw-away repositories, through a {@link Demonstration}. */
@Command(
        name = "demo",
        description = "Builds throw-away repositories, takes them through every outcome and prints what happened.")
public final class DemoCommand implements Callable<Integer> {
    private final Supplier<Demonstration> demonstration;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before the command is called
    private CommandSpec spec;

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "Where the repositories are made (default: a temporary directory).")
    private @Nullable Path directory;

    @Option(names = "--keep", description = "Leaves the repositories there afterwards.")
    private boolean keep;

    @Option(
            names = "--json",
            description = "One JSON object a line on standard output, everything else on standard error.")
    private boolean json;

    public DemoCommand(Supplier<Demonstration> demonstration) {
        this.demonstration = demonstration;
    }

    @Override
    public Integer call() {
        CommandLine command = spec.commandLine();
        if (directory != null && !Files.isDirectory(directory)) {
            throw new ParameterException(
                    command, "--directory: '" + directory + "' (expected: a directory that is there)");
        }
        DemoOptions options = new DemoOptions(directory, keep, json);
        return demonstration.get().run(options, command.getOut(), command.getErr());
    }
}
