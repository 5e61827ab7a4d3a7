package dev.reconciler.worker.power.kill;

import dev.reconciler.server.FullServer;
import dev.reconciler.worker.Program;
import dev.reconciler.worker.power.RunEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** What is killed: a command with a Temporal service in its process, or with one that goes on. */
enum KilledService {
    ONCE(200, "", "once", "--json", "--retry-for", "30s"),
    EMBEDDED(200, "webhook: { listen: \"127.0.0.1:0\" }\nstate: state\n", "worker", "--embedded"),
    FULL(100, "webhook: { listen: \"127.0.0.1:0\" }\nhost: killed\nstate: state\n", "worker");

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final int kills;
    private final String settings;
    private final List<String> command;

    KilledService(int kills, String settings, String... command) {
        this.kills = kills;
        this.settings = settings;
        this.command = List.of(command);
    }

    /** How often it is killed. */
    int kills() {
        return kills;
    }

    boolean isAvailable() {
        return this != FULL || FullServer.isAvailable();
    }

    /** What a configuration has beside its repositories. */
    String settings() {
        return this == FULL
                ? settings + "temporal: { address: \""
                        + FullServer.shared().orElseThrow().address() + "\" }\n"
                : settings;
    }

    /** Starts it, with its output in that folder. */
    Program.Running start(Path folder, Path configuration) {
        List<String> arguments = new ArrayList<>(command);
        arguments.addAll(List.of("--config", configuration.toString()));
        return Program.in(folder).with("RECONCILER_LOG", "info").start(arguments.toArray(String[]::new));
    }

    /** Waits until it has settled these repositories. */
    void awaitEnd(Program.Running running, Set<String> repositories) {
        if (this == ONCE) {
            running.status();
        } else {
            Awaitility.await().atMost(PATIENCE).until(() -> repositories.stream()
                    .allMatch(id -> running.printed().contains(id + ": the boot run is over")));
        }
    }

    /** Runs on after a kill: in this process, or with a service that takes up what was under way. */
    Map<String, RunEnd> runOn(Path folder, Path configuration, Set<String> repositories) throws IOException {
        if (this != FULL) {
            return RunEnd.runHere(configuration);
        }
        try (Program.Running next = start(folder, configuration)) {
            awaitEnd(next, repositories);
            RunEnd end = new RunEnd(!Files.readString(next.log()).contains("ERROR"), next.printed());
            return repositories.stream().collect(Collectors.toMap(Function.identity(), id -> end));
        }
    }
}
