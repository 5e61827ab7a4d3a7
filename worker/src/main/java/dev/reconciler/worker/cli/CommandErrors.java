package dev.reconciler.worker.cli;

import dev.reconciler.git.error.DiskErrorException;
import dev.reconciler.git.error.DiskErrors;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.secret.SecretScrubber;
import dev.reconciler.model.ErrorType;
import dev.reconciler.worker.cli.options.CloneRefusedException;
import dev.reconciler.worker.cli.output.ExitStatus;
import dev.reconciler.worker.cli.output.ResultPrinter;
import dev.reconciler.worker.config.ConfigurationException;
import dev.reconciler.worker.port.TemporalUnavailableException;
import java.io.PrintWriter;
import java.util.List;
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

    private static final String DEFECT = "internal error, a defect of this program";

    private static final int DEEPEST_CAUSE = 10;

    private CommandErrors() {}

    /** Prints why picocli can't understand the command line. */
    static int printUsageError(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        String message = removeSecrets(String.valueOf(e.getMessage()));
        printFailure(command, List.of(arguments), ErrorType.CONFIGURATION.wire(), message);
        err.println(message);
        UnmatchedArgumentException.printSuggestions(e, err);
        err.println("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
        err.flush();
        return ExitStatus.USAGE.code();
    }

    /** Prints the exception that ended a command. */
    static int printExecutionError(Exception thrown, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        Exception e = isOurs(thrown)
                ? thrown
                : DiskErrors.sortByActor(thrown).map(Exception.class::cast).orElse(thrown);
        printFailure(command, parsed.originalArgs(), findType(e), describe(e));
        if (e instanceof ConfigurationException configuration) {
            configuration.problems().forEach(err::println);
            err.flush();
            // Whoever starts the program again, such as systemd, does not after the status of a wrong configuration.
            return (configuration.isPassing() ? ExitStatus.FAILED : ExitStatus.USAGE).code();
        }
        // The type Configuration is a mistake in the file or the command line; each other refusal is a failure.
        if (e instanceof RefusedException || e instanceof DiskErrorException) {
            String type = findType(e);
            err.println(type + ": " + scrub(e));
            err.flush();
            return (type.equals(ErrorType.CONFIGURATION.wire()) ? ExitStatus.USAGE : ExitStatus.FAILED).code();
        }
        // The message names the service that was not reached, or the owner of the clone; a stack trace would hide both.
        if (e instanceof TemporalUnavailableException || e instanceof CloneRefusedException) {
            err.println(e.getMessage());
            err.flush();
            return ExitStatus.FAILED.code();
        }
        err.println(DEFECT + " (expected: none; report it with these lines)");
        printTrace(e, err);
        err.flush();
        return ExitStatus.FAILED.code();
    }

    // A script that reads standard output would otherwise find nothing there, and take it for no repository at all.
    private static void printFailure(CommandLine command, List<String> arguments, String type, String message) {
        new ResultPrinter(command.getOut(), isJsonWanted(arguments)).printFailure(type, message);
    }

    // What stands behind the separator is another program's.
    private static boolean isJsonWanted(List<String> arguments) {
        return arguments.stream()
                .takeWhile(word -> !word.equals("--"))
                .anyMatch(word -> word.equals("--json") || word.equals("--json=true"));
    }

    private static String findType(Exception e) {
        if (e instanceof ConfigurationException) {
            return ErrorType.CONFIGURATION.wire();
        }
        if (e instanceof TemporalUnavailableException) {
            return "TemporalUnavailable";
        }
        if (e instanceof DiskErrorException) {
            return ErrorType.DISK_ERROR.wire();
        }
        Throwable refusal = e instanceof CloneRefusedException ? e.getCause() : e;
        return (refusal instanceof RefusedException refused ? refused.type() : ErrorType.INTERNAL).wire();
    }

    // The message of an error that is not ours may have a URL with a password.
    private static String describe(Exception e) {
        return isOurs(e) ? scrub(e) : DEFECT + "; standard error says where";
    }

    private static boolean isOurs(Exception e) {
        return e instanceof ConfigurationException
                || e instanceof RefusedException
                || e instanceof DiskErrorException
                || e instanceof TemporalUnavailableException
                || e instanceof CloneRefusedException;
    }

    // What git's settings or a library say may have been taken into the message.
    private static String scrub(Exception e) {
        return SecretScrubber.none().scrub(String.valueOf(e.getMessage()));
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
