package dev.reconciler.worker.durability;

import dev.reconciler.server.FullServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prints how long an application waits for what it asks for or is told of. Run by name only; docs/durability.md has the
 * command and the figures.
 */
class LatencyBenchmark {
    private static final int ROUNDS = Integer.getInteger("latency.rounds", 500);
    private static final int WARM_UP = Math.min(ROUNDS, 50);

    @TempDir
    Path directory;

    private interface Wait {
        long run(ServedSite site) throws IOException, InterruptedException;
    }

    @Test
    void prints() throws IOException, InterruptedException {
        System.out.println("| from, to | on | p50, ms | p95, ms | p99, ms |");
        measure("the service in the same process", null);
        if (FullServer.isAvailable()) {
            try (FullServer server = FullServer.inFolder(Files.createDirectory(directory.resolve("server")))
                    .orElseThrow()) {
                measure("a server on SQLite", server.address());
            }
        }
        for (String address : Services.addresses()) {
            measure(address, address);
        }
    }

    private void measure(String name, @Nullable String address) throws IOException, InterruptedException {
        Map<String, Wait> waits = new LinkedHashMap<>();
        waits.put("commit to remote", ServedSite::commit);
        waits.put("webhook to reload", ServedSite::tellOfPush);
        waits.put("request to outcome", ServedSite::request);
        Map<String, Samples> taken = new LinkedHashMap<>();
        try (ServedSite site = new ServedSite(Files.createTempDirectory(directory, "site"), address)) {
            for (int round = -WARM_UP; round < ROUNDS; round++) {
                for (Map.Entry<String, Wait> wait : waits.entrySet()) {
                    long nanos = wait.getValue().run(site);
                    if (round >= 0) {
                        taken.computeIfAbsent(wait.getKey(), any -> new Samples())
                                .add(nanos);
                    }
                }
            }
        }
        taken.forEach((wait, samples) -> System.out.printf(
                Locale.ROOT,
                "| %s | %s | %.0f | %.0f | %.0f |%n",
                wait,
                name,
                samples.percentile(50),
                samples.percentile(95),
                samples.percentile(99)));
    }
}
