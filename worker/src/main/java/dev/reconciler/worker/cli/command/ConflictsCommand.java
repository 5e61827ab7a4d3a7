package dev.reconciler.worker.cli.command;

import dev.reconciler.git.error.DiskErrorException;
import dev.reconciler.git.error.DiskErrors;
import dev.reconciler.git.error.GitException;
import dev.reconciler.git.error.LeaseHeldException;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RemoteUnavailableException;
import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.model.ConflictAction;
import dev.reconciler.model.ErrorType;
import dev.reconciler.worker.cli.conflict.ConflictEditing;
import dev.reconciler.worker.cli.conflict.DecisionCall;
import dev.reconciler.worker.cli.options.CommandContext;
import dev.reconciler.worker.cli.options.RepositoryOptions;
import dev.reconciler.worker.cli.output.ConflictPrinter;
import dev.reconciler.worker.cli.output.ExitStatus;
import dev.reconciler.worker.cli.output.ResultPrinter;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.conflict.ConflictCase;
import dev.reconciler.worker.conflict.ConflictCases;
import dev.reconciler.worker.port.RepositoryDirectory;
import dev.reconciler.worker.port.ServiceRuns;
import dev.reconciler.worker.state.ConflictBook;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
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

/** Shows the open conflicts, and has a run do what a person decides about one. */
@Command(
        name = "conflicts",
        description = "Shows the open conflicts (list, show), or decides about one (retry, keep-remote, keep-local,"
                + " edit).",
        footer = {
            "",
            "A CONFLICT is REPOSITORY/UTC, as the list shows it.",
            "Exit status: 0 shown or decided, 4 the commits conflict still, 3 not done yet or the remote is away,",
            "1 no such conflict or a failure, 2 for a wrong command line or folder."
        })
public final class ConflictsCommand implements Callable<Integer> {
    private static final String LIST = "list";
    private static final String SHOW = "show";

    private final CommandContext context;
    private final Function<Configuration, ServiceRuns> nearestRuns;
    private final Function<Configuration, RepositoryDirectory> hosts;

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
            description = "list (default), show, retry, keep-remote, keep-local or edit.")
    private String action = LIST;

    @Parameters(index = "1", arity = "0..1", paramLabel = "CONFLICT", description = "One of those that list shows.")
    private @Nullable String conflict;

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "DIR",
            description = "With edit: the folder to make, which does not exist yet or is empty.")
    private @Nullable String folder;

    @Option(
            names = "--continue",
            paramLabel = "DIR",
            description = "With edit: pushes what was made of the conflict in that folder.")
    private @Nullable String continued;

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
     * @param hosts what other hosts have, whose a conflict may be too
     */
    public ConflictsCommand(
            CommandContext context,
            Function<Configuration, ServiceRuns> nearest,
            Function<Configuration, RepositoryDirectory> hosts) {
        this.context = context;
        this.nearestRuns = nearest;
        this.hosts = hosts;
    }

    @Override
    public Integer call() {
        CommandLine command = spec.commandLine();
        Optional<ConflictAction> decided = findAction(command);
        checkOptions(command, decided);
        Configuration configuration = repositories.read(context, command);
        try {
            ConflictCases cases = new ConflictCases(
                    repositories.listAll(configuration, context),
                    configuration.identity(),
                    ConflictBook.open(configuration.state()));
            cases.askHosts(hosts.apply(configuration));
            if (continued != null) {
                return newEditing(command, configuration, cases).end(resolveFolder(continued));
            }
            return action.equals(LIST)
                    ? printList(command, configuration, cases)
                    : showOrDecide(command, configuration, cases, decided);
        } catch (RefusedException refused) {
            return printFailure(command, refused, ConflictEditing.statusOf(refused));
        } catch (RemoteUnavailableException | RepositoryBusyException | LeaseHeldException away) {
            return printFailure(command, away, ExitStatus.UNREACHED);
        } catch (IOException unreadable) {
            throw DiskErrors.sortUnchecked(unreadable);
        }
    }

    private Optional<ConflictAction> findAction(CommandLine command) {
        Optional<ConflictAction> found = Arrays.stream(ConflictAction.values())
                .filter(each -> each.wire().equals(action))
                .findFirst();
        if (found.isEmpty() && !List.of(LIST, SHOW).contains(action)) {
            throw new ParameterException(
                    command, "'" + action + "' (expected: list, show, retry, keep-remote, keep-local or edit)");
        }
        boolean needsConflict = !action.equals(LIST) && continued == null;
        if (needsConflict == (conflict == null)) {
            throw new ParameterException(
                    command,
                    needsConflict
                            ? action + " of which conflict? (expected: one that list shows, as REPOSITORY/UTC)"
                            : describeSurplus());
        }
        return found;
    }

    private String describeSurplus() {
        return continued == null
                ? "list takes no conflict (expected: show " + conflict + ")"
                : "'" + conflict + "' (expected: edit --continue DIR; the folder says of which conflict it is)";
    }

    private void checkOptions(CommandLine command, Optional<ConflictAction> decided) {
        if (preview && decided.filter(ConflictAction.KEEP_LOCAL::equals).isEmpty()) {
            throw new ParameterException(
                    command, "--preview shows what keep-local would change (expected: keep-local)");
        }
        boolean isEdit = decided.filter(ConflictAction.EDIT::equals).isPresent();
        if (!isEdit && (folder != null || continued != null)) {
            throw new ParameterException(
                    command, action + " takes no folder (expected: edit CONFLICT DIR, or edit --continue DIR)");
        }
        if (isEdit && continued == null && folder == null) {
            throw new ParameterException(command, "edit in which folder? (expected: edit " + conflict + " DIR)");
        }
    }

    private int printList(CommandLine command, Configuration configuration, ConflictCases cases) {
        List<ConflictCase> open = new ArrayList<>();
        ExitStatus status = ExitStatus.SETTLED;
        for (RepositoryConfiguration repository : configuration.repositories()) {
            try {
                open.addAll(listOf(repository, cases));
            } catch (GitException unreadable) {
                printFailure(command, typeOf(unreadable), repository.id() + ": " + unreadable.getMessage());
                boolean isOver = unreadable instanceof RefusedException || unreadable instanceof DiskErrorException;
                status = status.and(isOver ? ExitStatus.FAILED : ExitStatus.UNREACHED);
            }
        }
        newPrinter(command).printList(open);
        return status.code();
    }

    private static List<ConflictCase> listOf(RepositoryConfiguration repository, ConflictCases cases) {
        try {
            return cases.listOf(repository);
        } catch (IOException unreadable) {
            throw DiskErrors.sortUnchecked(unreadable);
        }
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
            printFailure(command, "NotFound", named + " is no open conflict (conflicts list shows those that are)");
            return ExitStatus.FAILED.code();
        }
        if (decided.isEmpty()) {
            newPrinter(command).printCase(found.get());
            return ExitStatus.SETTLED.code();
        }
        Optional<String> why = found.get().explainNoAction();
        if (why.isPresent()) {
            printFailure(command, ErrorType.UNSUPPORTED.wire(), why.get());
            return ExitStatus.FAILED.code();
        }
        if (preview) {
            newPrinter(command).printPreview(found.get(), cases.previewLocal(repository, found.get()));
            return ExitStatus.SETTLED.code();
        }
        return decided.get() == ConflictAction.EDIT
                ? newEditing(command, configuration, cases)
                        .begin(repository, found.get(), resolveFolder(String.valueOf(folder)))
                : newDecision(command).decide(configuration, found.get(), decided.get());
    }

    private DecisionCall newDecision(CommandLine command) {
        return new DecisionCall(nearestRuns, command, wait, json);
    }

    private ConflictEditing newEditing(CommandLine command, Configuration configuration, ConflictCases cases) {
        return new ConflictEditing(configuration, cases, newDecision(command), command, json);
    }

    private Path resolveFolder(String named) {
        return context.folder().resolve(named).toAbsolutePath().normalize();
    }

    private static RepositoryConfiguration requireRepository(
            CommandLine command, Configuration configuration, String named, int slash) {
        return configuration.repositories().stream()
                .filter(each -> slash > 0 && each.id().value().equals(named.substring(0, slash)))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        command, "'" + named + "' (expected: REPOSITORY/UTC, with the id of a configured repository)"));
    }

    private int printFailure(CommandLine command, GitException problem, ExitStatus status) {
        printFailure(command, typeOf(problem), String.valueOf(problem.getMessage()));
        return status.code();
    }

    private void printFailure(CommandLine command, String type, String message) {
        new ResultPrinter(command.getOut(), json).printFailure(type, message);
        command.getErr().println(message);
    }

    private static String typeOf(GitException problem) {
        if (problem instanceof RefusedException refused) {
            return refused.type().wire();
        }
        if (problem instanceof DiskErrorException) {
            return ErrorType.DISK_ERROR.wire();
        }
        return problem instanceof RemoteUnavailableException ? "RemoteUnavailable" : ErrorType.REPOSITORY_BUSY.wire();
    }
}
