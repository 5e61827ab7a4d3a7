package dev.reconciler.worker.cli.command;

import dev.reconciler.git.repository.CommitSyncing;
import dev.reconciler.git.repository.CommitterIdentity;
import dev.reconciler.git.repository.SigningKey;
import dev.reconciler.worker.cli.options.RepositoryOptions;
import dev.reconciler.worker.cli.output.ExitStatus;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.DurationFormat;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.config.reader.ConfigurationReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Reads the configuration with the {@link ConfigurationReader}, prints its summary or every problem, and starts
 * nothing.
 */
@Command(name = "check-config", description = "Reads the configuration and reports every problem at once.")
public final class CheckConfigCommand implements Callable<Integer> {
    private final ConfigurationReader reader;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before the command is called
    private CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = RepositoryOptions.DEFAULT_FILE,
            description = "The configuration (default: " + RepositoryOptions.DEFAULT_FILE + ").")
    private Path config = Path.of(RepositoryOptions.DEFAULT_FILE);

    public CheckConfigCommand(ConfigurationReader reader) {
        this.reader = reader;
    }

    @Override
    public Integer call() {
        Configuration configuration = reader.read(config);
        PrintWriter out = spec.commandLine().getOut();
        int count = configuration.repositories().size();
        out.println(config + ": " + count + (count == 1 ? " repository" : " repositories") + ", no problems");
        CommitterIdentity identity = configuration.identity();
        out.println("host " + configuration.host() + ", replayed commits by " + identity.name() + " <"
                + identity.email() + ">");
        configuration.repositories().forEach(repository -> out.println(describeRepository(repository)));
        configuration.repositories().forEach(repository -> CommitSyncing.findWarning(repository.path())
                .ifPresent(warning -> out.println("warning: " + repository.id() + ": " + warning)));
        return ExitStatus.SETTLED.code();
    }

    private static String describeRepository(RepositoryConfiguration repository) {
        return repository.id() + ": " + repository.path() + " branch " + repository.branch() + " from "
                + repository.remote()
                + (repository.every() == null ? "" : ", every " + DurationFormat.format(repository.every()))
                + (repository.signing() == null ? "" : ", signed with " + describeKey(repository.signing()));
    }

    private static String describeKey(SigningKey key) {
        return key instanceof SigningKey.OpenPgpSigningKey openPgp ? "the OpenPGP key " + openPgp.id() : "an SSH key";
    }
}
