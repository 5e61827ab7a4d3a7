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
        LocaleRestart.restartUnlessUnicode(System.getenv());
        PrintWriter out = openWriter(FileDescriptor.out);
        PrintWriter err = openWriter(FileDescriptor.err);
        System.setErr(new PrintStream(new LibraryTraceFilter(System.err), true, StandardCharsets.UTF_8));
        // Results alone belong on standard output: the prints of libraries go to standard error.
        System.setOut(System.err);
        int status = newCommandLine(CommandContext.ofThisProcess(), new Assembly(), out, err)
                .execute(arguments);
        out.flush();
        err.flush();
        // A return would wait for every thread: one that hangs in a transport would keep the process alive.
        System.exit(status);
    }

    /** Assembles the whole command line on the given streams. */
    static CommandLine newCommandLine(
            CommandContext context, CommandServices operations, PrintWriter out, PrintWriter err) {
        CommandLine line = new CommandLine(new RootCommand())
                .addSubcommand(new OnceCommand(context, operations::reconciliation))
                .addSubcommand(new PlanCommand(context, operations::reconciliation))
                .addSubcommand(new WorkerCommand(context.reader(), operations::service))
                .addSubcommand(new BootCommand(context, operations::serviceRuns))
                .addSubcommand(new StartCommand(context, operations::serviceRuns, operations::nearestRuns))
                .addSubcommand(new StatusCommand(context, operations::readStatus))
                .addSubcommand(new ConflictsCommand(context, operations::nearestRuns))
                .addSubcommand(new LeaseCommand(context))
                .addSubcommand(new WaitCommand(context))
                .addSubcommand(new DemoCommand(operations::demonstration))
                .addSubcommand(new CheckConfigCommand(context.reader()));
        return line.registerConverter(Duration.class, Main::parseDuration)
                .setParameterExceptionHandler(CommandErrors::printUsageError)
                .setExecutionExceptionHandler(CommandErrors::printExecutionError)
                .setOut(out)
                .setErr(err);
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
