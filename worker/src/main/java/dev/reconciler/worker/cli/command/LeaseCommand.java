package dev.reconciler.worker.cli.command;

import dev.reconciler.git.error.DiskErrorException;
import dev.reconciler.git.error.DiskErrors;
import dev.reconciler.git.lease.Leases;
import dev.reconciler.json.Json;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.cli.options.CommandContext;
import dev.reconciler.worker.cli.options.RepositoryOptions;
import dev.reconciler.worker.cli.output.ExitStatus;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.lease.LeasedEnd;
import dev.reconciler.worker.lease.LeasedMoves;
import dev.reconciler.worker.lease.ProgramUnderLease;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.RunStarter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a {@link ProgramUnderLease}; needs no worker. */
@Command(
        name = "lease",
        description = "Runs a command while the repository's branch, index and files stay as they are, whatever runs.",
        customSynopsis = "reconciler lease [OPTIONS] REPOSITORY -- COMMAND...",
        footer = {
            "",
            "RECONCILER_FENCE in the command's environment is the number of the lease, which grows from lease to lease.",
            "Exit status: the command's; 75 where no lease was had in time, 76 where it was lost and the command ended,",
            "127 where the command can't be started, 1 where the repository can't be opened, 2 for a wrong command line."
        })
public final class LeaseCommand implements Callable<Integer> {
    private static final String SEPARATOR = "--";
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final CommandContext context;
    private final Function<Configuration, Optional<RunStarter>> local;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before the command is called
    private CommandSpec spec;

    @Mixin
    private final RepositoryOptions repositories = new RepositoryOptions();

    @Parameters(
            paramLabel = "REPOSITORY -- COMMAND",
            arity = "0..*",
            description = "The repository's id, and behind -- the command with its arguments.")
    private List<String> words = new ArrayList<>();

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            defaultValue = "60s",
            description = "How long to wait for a lease (default: 60s).")
    private Duration wait = Duration.ofMinutes(1);

    @Option(
            names = "--ttl",
            paramLabel = "DURATION",
            defaultValue = "30s",
            description =
                    "How long the lease outlives this process, from 1s to 10m (default: 30s). It is renewed while the"
                            + " command runs, for an hour at most.")
    private Duration ttl = Duration.ofSeconds(30);

    @Option(
            names = "--json",
            description = "How it ended as one JSON object on standard output; the command's output goes to standard"
                    + " error.")
    private boolean json;

    /**
     * Makes the command.
     *
     * @param local runs moves on the worker of this host, where one runs
     */
    public LeaseCommand(CommandContext context, Function<Configuration, Optional<RunStarter>> local) {
        this.context = context;
        this.local = local;
    }

    @Override
    public Integer call() {
        CommandLine line = spec.commandLine();
        List<String> program = findProgram(line);
        checkTime(line);
        Configuration configuration = repositories.read(context, line, words.subList(0, words.size() - program.size()));
        List<RepositoryConfiguration> chosen = configuration.repositories();
        if (chosen.size() != 1) {
            throw new ParameterException(line, chosen.size() + " repositories (expected: the id of one)");
        }
        RepositoryConfiguration repository = chosen.get(0);
        // Before the command, which may change the file.
        LeasedMoves moves =
                new LeasedMoves(configuration.withRepositories(repositories.listAll(configuration, context)));
        LeasedEnd end = runProgram(
                new ProgramUnderLease(repository.settings(configuration.identity()), ttl),
                List.copyOf(program),
                () -> runMoves(configuration, moves.find(repository)));
        return printEnd(line, repository.id(), end);
    }

    // The words before the separator are options and the id, and those behind it the program's, whatever they look
    // like.
    private List<String> findProgram(CommandLine line) {
        List<String> given = line.getParseResult().originalArgs();
        int separator = given.indexOf(SEPARATOR);
        if (separator < 0 || separator == given.size() - 1) {
            throw new ParameterException(line, "no command (expected: lease REPOSITORY -- COMMAND...)");
        }
        return given.subList(separator + 1, given.size());
    }

    private void checkTime(CommandLine line) {
        if (ttl.compareTo(SHORTEST) < 0 || ttl.compareTo(Leases.LONGEST) > 0) {
            throw new ParameterException(line, "--ttl: '" + ttl + "' (expected: from 1s to 10m)");
        }
    }

    // Until a move that waited is done, nobody gets the next lease.
    private void runMoves(Configuration configuration, List<HostRepository> waiting) {
        if (!waiting.isEmpty()) {
            requestPasses(configuration, waiting);
        }
    }

    // A worker that does not answer holds up nobody who waits for the command's end.
    private void requestPasses(Configuration configuration, List<HostRepository> waiting) {
        Thread request = new Thread(
                () -> local.apply(configuration).ifPresent(starter -> LeasedMoves.requestPasses(waiting, starter)),
                "moves");
        request.setDaemon(true);
        request.start();
        try {
            request.join(PATIENCE.toMillis());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private LeasedEnd runProgram(ProgramUnderLease run, List<String> program, Runnable afterwards) {
        // The JVM runs this hook when the process is asked to stop, and ends the process once the hook returns.
        Thread hook = new Thread(
                () -> {
                    run.close();
                    afterwards.run();
                },
                "shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return run.run(wait, program, json ? System.err : null);
        } catch (IOException | DiskErrorException refused) {
            return new LeasedEnd(ExitStatus.FAILED.code(), null, explainDisk(refused));
        } finally {
            removeHook(hook);
            afterwards.run();
        }
    }

    private static String explainDisk(Exception refused) {
        Exception ofTheDisk = refused instanceof DiskErrorException
                ? refused
                : DiskErrors.sortByActor(refused).orElse(null);
        return ofTheDisk == null ? refused.toString() : String.valueOf(ofTheDisk.getMessage());
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // It runs at this moment.
        }
    }

    private int printEnd(CommandLine line, RepositoryId repository, LeasedEnd end) {
        if (end.problem() != null) {
            line.getErr().println(repository + ": " + end.problem());
            line.getErr().flush();
        }
        if (json) {
            line.getOut().print(Json.write(new LeaseLine(repository, end.fence(), end.status(), end.problem())) + "\n");
            line.getOut().flush();
        }
        return end.status();
    }

    private record LeaseLine(
            RepositoryId repository,
            @Nullable Long fence,
            int status,
            @Nullable String problem) {}
}
