package dev.reconciler.worker.cli;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.model.ErrorType;
import dev.reconciler.worker.cli.options.CloneRefusedException;
import dev.reconciler.worker.cli.output.ExitStatus;
import dev.reconciler.worker.config.ConfigurationException;
import dev.reconciler.worker.port.TemporalUnavailableException;
import java.io.PrintWriter;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Prints on standard error why a command failed, and returns the {@link ExitStatus} of that failure. */
final class CommandErrors {
    // A mistyped option is shown with its value, which may be a URL with a password.
    private static final Pattern USER_INFO = Pattern.compile("://\\S*@");
    private static final Pattern QUERY = Pattern.compile("(://[^\\s?#]*)[?#][^\\s']*");

    private static final int DEEPEST_CAUSE = 10;

    private CommandErrors() {}

    /** Prints why picocli can't understand the command line. */
    static int printUsageError(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(removeSecrets(String.valueOf(e.getMessage())));
        UnmatchedArgumentException.printSuggestions(e, err);
        err.println("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
        err.flush();
        return ExitStatus.USAGE.code();
    }

    /** Prints the exception that ended a command. */
    static int printExecutionError(Exception e, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (e instanceof ConfigurationException configuration) {
            configuration.problems().forEach(err::println);
            err.flush();
            return ExitStatus.USAGE.code();
        }
        // The type Configuration is a mistake in the file or the command line; each other refusal is a failure.
        if (e instanceof RefusedException refused) {
            err.println(refused.type() + ": " + refused.getMessage());
            err.flush();
            return (refused.type() == ErrorType.CONFIGURATION ? ExitStatus.USAGE : ExitStatus.FAILED).code();
        }
        // The message names the service that was not reached, or the owner of the clone; a stack trace would hide both.
        if (e instanceof TemporalUnavailableException || e instanceof CloneRefusedException) {
            err.println(e.getMessage());
            err.flush();
            return ExitStatus.FAILED.code();
        }
        err.println("internal error, a defect of this program (expected: none; report it with these lines)");
        printTrace(e, err);
        err.flush();
        return ExitStatus.FAILED.code();
    }

    /** Prints the stack traces without their messages: a message of a library may have a URL with a password. */
    private static void printTrace(Throwable thrown, PrintWriter err) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            err.println(cause.getClass().getName());
            for (StackTraceElement frame : cause.getStackTrace()) {
                err.println("    at " + frame);
            }
            cause = cause.getCause();
        }
    }

    private static String removeSecrets(String message) {
        // "://bot:s3cret@host/x?token=t" becomes "://…@host/x".
        String bare = USER_INFO.matcher(message).replaceAll("://…@");
        return QUERY.matcher(bare).replaceAll("$1");
    }
}
