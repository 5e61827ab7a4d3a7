package dev.reconciler.worker.cli.command;

import dev.reconciler.contract.conflict.ConflictTask;
import dev.reconciler.git.error.GitException;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.model.ConflictAction;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.worker.cli.options.CommandContext;
import dev.reconciler.worker.cli.options.RepositoryOptions;
import dev.reconciler.worker.cli.output.ConflictPrinter;
import dev.reconciler.worker.cli.output.ExitStatus;
import dev.reconciler.worker.cli.output.ResultPrinter;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.conflict.ConflictCase;
import dev.reconciler.worker.conflict.ConflictCases;
import dev.reconciler.worker.port.HostRepositories;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.ServiceRuns;
import dev.reconciler.worker.port.TemporalUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

/** Shows the open conflicts, and has a run do what a person decides about one. */
@Command(
        name = "conflicts",
        description = "Shows the open conflicts (list, show), or decides about one (retry, keep-remote, keep-local).",
        footer = {
            "",
            "A CONFLICT is REPOSITORY/UTC, as the list shows it.",
            "Exit status: 0 shown or decided, 4 the commits conflict still, 3 not done yet or the remote is away,",
            "1 no such conflict or a failure, 2 for a wrong command line."
        })
public final class ConflictsCommand implements Callable<Integer> {
    private static final String LIST = "list";
    private static final String SHOW = "show";

    private final CommandContext context;
    private final Function<Configuration, ServiceRuns> nearestRuns;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before the command is called
    private CommandSpec spec;

    @Mixin
    private final RepositoryOptions repositories = new RepositoryOptions();

    @Parameters(
            index = "0",
            arity = "0..1",
            defaultValue = LIST,
            paramLabel = "ACTION",
            description = "list (default), show, retry, keep-remote or keep-local.")
    private String action = LIST;

    @Parameters(index = "1", arity = "0..1", paramLabel = "CONFLICT", description = "One of those that list shows.")
    private @Nullable String conflict;

    @Option(names = "--preview", description = "With keep-local: shows the difference it would make, and does nothing.")
    private boolean preview;

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            defaultValue = "5m",
            description = "How long to wait for what a decision comes to (default: 5m).")
    private Duration wait = Duration.ofMinutes(5);

    @Option(
            names = "--json",
            description = "One JSON object a line on standard output, everything else on standard error.")
    private boolean json;

    /**
     * Makes the command.
     *
     * @param nearest the runs of this host's worker where one runs, else those of the Temporal service
     */
    public ConflictsCommand(CommandContext context, Function<Configuration, ServiceRuns> nearest) {
        this.context = context;
        this.nearestRuns = nearest;
    }

    @Override
    public Integer call() {
        CommandLine command = spec.commandLine();
        Optional<ConflictAction> decided = findAction(command);
        if (preview && decided.filter(ConflictAction.KEEP_LOCAL::equals).isEmpty()) {
            throw new ParameterException(
                    command, "--preview shows what keep-local would change (expected: keep-local)");
        }
        Configuration configuration = repositories.read(context, command);
        ConflictCases cases = new ConflictCases(configuration.repositories(), configuration.identity());
        try {
            return action.equals(LIST)
                    ? printList(command, configuration, cases)
                    : showOrDecide(command, configuration, cases, decided);
        } catch (RefusedException refused) {
            return printProblem(command, refused, ExitStatus.FAILED);
        } catch (GitException away) {
            return printProblem(command, away, ExitStatus.UNREACHED);
        } catch (IOException unreadable) {
            return printProblem(command, unreadable, ExitStatus.FAILED);
        }
    }

    private Optional<ConflictAction> findAction(CommandLine command) {
        Optional<ConflictAction> found = Arrays.stream(ConflictAction.values())
                .filter(each -> each.wire().equals(action))
                .findFirst();
        if (found.isEmpty() && !List.of(LIST, SHOW).contains(action)) {
            throw new ParameterException(
                    command, "'" + action + "' (expected: list, show, retry, keep-remote or keep-local)");
        }
        if (action.equals(LIST) == (conflict != null)) {
            throw new ParameterException(
                    command,
                    action.equals(LIST)
                            ? "list takes no conflict (expected: show " + conflict + ")"
                            : action + " of which conflict? (expected: one that list shows, as REPOSITORY/UTC)");
        }
        return found;
    }

    private int printList(CommandLine command, Configuration configuration, ConflictCases cases) throws IOException {
        List<ConflictCase> open = new ArrayList<>();
        ExitStatus status = ExitStatus.SETTLED;
        for (RepositoryConfiguration repository : configuration.repositories()) {
            try {
                open.addAll(cases.listOf(repository));
            } catch (GitException unreadable) {
                command.getErr().println(repository.id() + ": " + unreadable.getMessage());
                status = status.and(unreadable instanceof RefusedException ? ExitStatus.FAILED : ExitStatus.UNREACHED);
            }
        }
        newPrinter(command).printList(open);
        return status.code();
    }

    private ConflictPrinter newPrinter(CommandLine command) {
        return new ConflictPrinter(command.getOut(), json);
    }

    private int showOrDecide(
            CommandLine command, Configuration configuration, ConflictCases cases, Optional<ConflictAction> decided)
            throws IOException {
        String named = String.valueOf(conflict);
        int slash = named.indexOf('/');
        RepositoryConfiguration repository = requireRepository(command, configuration, named, slash);
        Optional<ConflictCase> found = cases.find(repository, named.substring(slash + 1));
        if (found.isEmpty()) {
            command.getErr().println(named + " is no open conflict (conflicts list shows those that are)");
            return ExitStatus.FAILED.code();
        }
        if (decided.isEmpty()) {
            newPrinter(command).printCase(found.get());
            return ExitStatus.SETTLED.code();
        }
        if (preview) {
            newPrinter(command).printPreview(found.get(), cases.previewLocal(repository, found.get()));
            return ExitStatus.SETTLED.code();
        }
        return decide(command, configuration, found.get(), decided.get());
    }

    private static RepositoryConfiguration requireRepository(
            CommandLine command, Configuration configuration, String named, int slash) {
        return configuration.repositories().stream()
                .filter(each -> slash > 0 && each.id().value().equals(named.substring(0, slash)))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        command, "'" + named + "' (expected: REPOSITORY/UTC, with the id of a configured repository)"));
    }

    private int decide(CommandLine command, Configuration configuration, ConflictCase open, ConflictAction decided) {
        HostRepository host = HostRepositories.of(configuration).stream()
                .filter(each -> each.id().equals(open.repository()))
                .findFirst()
                .orElseThrow();
        try (ServiceRuns runs = nearestRuns.apply(configuration)) {
            Map<?, String> elsewhere = runs.findDuplicateIds(List.of(host));
            if (!elsewhere.isEmpty()) {
                command.getErr().println(elsewhere.values().iterator().next());
                return ExitStatus.USAGE.code();
            }
            Optional<ReconcileResult> result = await(runs.decide(host, new ConflictTask(open.preserved(), decided)));
            if (result.isEmpty()) {
                command.getErr()
                        .println(open.conflict() + ": " + decided + " is not done yet; the run goes on as "
                                + host.id().workflowId());
                return ExitStatus.UNREACHED.code();
            }
            new ResultPrinter(command.getOut(), json).printResult(result.get());
            return ExitStatus.of(result.get().outcome()).code();
        }
    }

    private Optional<ReconcileResult> await(CompletableFuture<ReconcileResult> decision) {
        try {
            return Optional.of(decision.get(wait.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException late) {
            return Optional.empty();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof TemporalUnavailableException away
                    ? away
                    : new CompletionException(failed.getCause());
        }
    }

    private static int printProblem(CommandLine command, Exception problem, ExitStatus status) {
        command.getErr().println(problem.getMessage());
        return status.code();
    }
}
