package dev.reconciler.worker.cli;

import dev.reconciler.worker.Assembly;
import dev.reconciler.worker.cli.command.BootCommand;
import dev.reconciler.worker.cli.command.CheckConfigCommand;
import dev.reconciler.worker.cli.command.ConflictsCommand;
import dev.reconciler.worker.cli.command.DemoCommand;
import dev.reconciler.worker.cli.command.LeaseCommand;
import dev.reconciler.worker.cli.command.OnceCommand;
import dev.reconciler.worker.cli.command.PlanCommand;
import dev.reconciler.worker.cli.command.StartCommand;
import dev.reconciler.worker.cli.command.StatusCommand;
import dev.reconciler.worker.cli.command.WaitCommand;
import dev.reconciler.worker.cli.command.WorkerCommand;
import dev.reconciler.worker.cli.options.CommandContext;
import dev.reconciler.worker.config.DurationFormat;
import dev.reconciler.worker.port.CommandServices;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** The program: its entry point, and the assembly of its commands. */
public final class Main {
    private Main() {}

    /**
     * Runs the command and ends the process with its {@linkplain dev.reconciler.worker.cli.output.ExitStatus exit
     * status}.
     */
    public static void main(String[] arguments) {
        ProgramRestart.restartWhereNeeded(arguments, System.getenv());
        PrintWriter out = openWriter(FileDescriptor.out);
        PrintWriter err = openWriter(FileDescriptor.err);
        System.setErr(new PrintStream(new LibraryTraceFilter(System.err), true, StandardCharsets.UTF_8));
        // Results alone belong on standard output: the prints of libraries go to standard error.
        System.setOut(System.err);
        int status = run(arguments, out, err);
        out.flush();
        err.flush();
        // A return would wait for every thread: one that hangs in a transport would keep the process alive.
        System.exit(status);
    }

    /** Runs the command on those streams, and returns its exit status. */
    static int run(String[] arguments, PrintWriter out, PrintWriter err) {
        String typed = arguments.length == 0 ? "" : arguments[0];
        Assembly program = new Assembly();
        if (typed.equals("once")) {
            program.prepareRuns();
        } else if (typed.equals("plan")) {
            program.prepareLooks();
        }
        return newCommandLine(typed, CommandContext.ofThisProcess(), program, out, err)
                .execute(arguments);
    }

    /** Assembles the whole command line on the given streams. */
    static CommandLine newCommandLine(
            CommandContext context, CommandServices operations, PrintWriter out, PrintWriter err) {
        return newCommandLine("", context, operations, out, err);
    }

    /**
     * The same, with no other command than the one that a person typed: to look through each of them takes time.
     *
     * @param typed the first word; where it is no command, all are there
     */
    static CommandLine newCommandLine(
            String typed, CommandContext context, CommandServices operations, PrintWriter out, PrintWriter err) {
        CommandLine line = new CommandLine(new RootCommand());
        Map<String, Supplier<Object>> commands = listCommands(context, operations);
        if (commands.containsKey(typed)) {
            commands.keySet().retainAll(Set.of(typed));
        }
        commands.values().forEach(command -> line.addSubcommand(command.get()));
        // A word such as @body.json is what a person typed, and no file of further words.
        return line.setExpandAtFiles(false)
                .registerConverter(Duration.class, Main::parseDuration)
                .setParameterExceptionHandler(CommandErrors::printUsageError)
                .setExecutionExceptionHandler(CommandErrors::printExecutionError)
                .setOut(out)
                .setErr(err);
    }

    private static Map<String, Supplier<Object>> listCommands(CommandContext context, CommandServices operations) {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("once", () -> new OnceCommand(context, operations::reconciliation));
        commands.put("plan", () -> new PlanCommand(context, operations::reconciliation));
        commands.put("worker", () -> new WorkerCommand(context.reader(), operations::service));
        commands.put("boot", () -> new BootCommand(context, operations::serviceRuns));
        commands.put("start", () -> new StartCommand(context, operations::nearestRuns));
        commands.put("status", () -> new StatusCommand(context, operations::readStatus));
        commands.put("conflicts", () -> new ConflictsCommand(context, operations::nearestRuns, operations::hosts));
        commands.put("lease", () -> new LeaseCommand(context, operations::localStarter));
        commands.put("wait", () -> new WaitCommand(context));
        commands.put("demo", () -> new DemoCommand(operations::demonstration));
        commands.put("check-config", () -> new CheckConfigCommand(context.reader()));
        return commands;
    }

    private static Duration parseDuration(String text) {
        try {
            return DurationFormat.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }

    private static PrintWriter openWriter(FileDescriptor descriptor) {
        return new PrintWriter(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
