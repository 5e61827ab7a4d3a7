package dev.reconciler.worker.cli.command;

import dev.reconciler.worker.cli.options.RepositoryOptions;
import dev.reconciler.worker.cli.output.ExitStatus;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.reader.ConfigurationReader;
import dev.reconciler.worker.port.HostService;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the long-running {@link HostService} until the process is asked to stop. */
@Command(
        name = "worker",
        description = "The long-running service of this host: Temporal worker, schedules, webhooks, health.")
public final class WorkerCommand implements Callable<Integer> {
    private final ConfigurationReader reader;
    private final BiFunction<Configuration, Boolean, HostService> service;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = RepositoryOptions.DEFAULT_FILE,
            description = "The configuration (default: " + RepositoryOptions.DEFAULT_FILE + ").")
    private Path config = Path.of(RepositoryOptions.DEFAULT_FILE);

    @Option(
            names = "--embedded",
            description = "On the Temporal service inside this process: for one host, without a server.")
    private boolean embedded;

    public WorkerCommand(ConfigurationReader reader, BiFunction<Configuration, Boolean, HostService> service) {
        this.reader = reader;
        this.service = service;
    }

    @Override
    public Integer call() {
        HostService running = service.apply(reader.read(config), embedded);
        // The JVM runs this hook when the process is asked to stop, and ends the process once the hook returns.
        Runtime.getRuntime().addShutdownHook(new Thread(running::close, "shutdown"));
        running.run();
        return ExitStatus.SETTLED.code();
    }
}
