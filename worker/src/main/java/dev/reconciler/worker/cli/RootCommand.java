package dev.reconciler.worker.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

@Command(
        name = "reconciler",
        description = "Keeps a git data repository on this host's disk in agreement with its remote.",
        versionProvider = ManifestVersion.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Exit status: 0 settled, 4 a conflict was escaped, 3 a remote was not reached,",
            "1 a run failed, 2 the command line or the configuration is wrong."
        })
@SuppressWarnings("UnusedVariable") // picocli looks at the help and version options itself
final class RootCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before the command is called
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Shows this help.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            scope = ScopeType.INHERIT,
            description = "Shows the version.")
    private boolean version;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "no command (expected: one of "
                        + String.join(", ", spec.subcommands().keySet()) + ")");
    }
}
