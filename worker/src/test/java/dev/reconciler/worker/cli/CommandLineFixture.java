package dev.reconciler.worker.cli;

import dev.reconciler.worker.cli.options.CommandContext;
import dev.reconciler.worker.config.reader.ConfigurationReader;
import dev.reconciler.worker.port.DemoOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The command line in this process, with what it printed and a configuration of two repositories. */
public abstract class CommandLineFixture {
    @TempDir
    public Path directory;

    public final StringWriter out = new StringWriter();
    public final StringWriter err = new StringWriter();
    public final FakeOperations operations = new FakeOperations();
    public final FakeReconciliation reconciliation = operations.reconciliation;
    final List<DemoOptions> demonstrations = operations.demonstrations;
    public Path config = Path.of("reconciler.yaml");
    public Path folder = Path.of("/");
    public final Map<String, String> environment =
            new HashMap<>(Map.of("GIT_CONFIG_NOSYSTEM", "1", "GIT_CONFIG_GLOBAL", "/dev/null"));

    @BeforeEach
    void writeConfiguration() throws IOException {
        config = Files.writeString(directory.resolve("reconciler.yaml"), """
                repositories:
                  - { id: one, path: one.git, remote: /srv/one.git, branch: main, every: 90m }
                  - { id: two, path: two.git, remote: /srv/two.git, branch: main }
                """);
    }

    public int run(String... arguments) {
        ConfigurationReader reader = new ConfigurationReader(Map.of(), () -> Optional.of("data-host-1"));
        CommandContext context = new CommandContext(reader, folder, environment);
        return Main.newCommandLine(context, operations, new PrintWriter(out), new PrintWriter(err))
                .execute(arguments);
    }
}
