package dev.reconciler.worker.durability;

import dev.reconciler.model.Outcome;
import io.temporal.testing.TestWorkflowEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prints what durability costs, a line for each service: an in-sync and a fast-forwarded run, from the signal to the
 * outcome. Run by name only; docs/durability.md has the command and the figures.
 */
class DurabilityBenchmark {
    @TempDir
    Path directory;

    private interface Start {
        TestWorkflowEnvironment run() throws IOException;
    }

    @Test
    void bareGit() throws IOException {
        try (Site site = site()) {
            measure("bare git work", new BareGit(site), site);
        }
    }

    @Test
    void inProcess() throws IOException {
        measure("in this process", Services::inProcess);
    }

    @Test
    @EnabledIf("hasBinary")
    void sqlite() throws IOException {
        measure("SQLite, as it comes", () -> Services.sqlite(directory));
    }

    @Test
    @EnabledIf("hasBinary")
    void sqliteTuned() throws IOException {
        measure("SQLite, tuned", () -> Services.sqliteTuned(directory));
    }

    @Test
    @EnabledIf("hasExternal")
    void external() throws IOException {
        measure("TEMPORAL_ADDRESS", Services::external);
    }

    static boolean hasBinary() {
        return Services.hasBinary();
    }

    static boolean hasExternal() {
        return Services.hasExternal();
    }

    private void measure(String name, Start start) throws IOException {
        try (Site site = site();
                Subject subject = new OnTemporal(start.run(), site)) {
            measure(name, subject, site);
        }
    }

    private static void measure(String name, Subject subject, Site site) throws IOException {
        print(name, "in-sync", Timing.of(subject, () -> {}, Outcome.IN_SYNC));
        print(name, "fast-forwarded", Timing.of(subject, site::commitUpstream, Outcome.FAST_FORWARDED));
    }

    private static void print(String service, String run, Timing timing) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %.1f | %.1f | %d |%n",
                service,
                run,
                timing.p50(),
                timing.p95(),
                timing.events());
    }

    private Site site() throws IOException {
        String id = "durability-" + ThreadLocalRandom.current().nextInt(1_000_000);
        return Site.make(Files.createDirectory(directory.resolve(id)), id);
    }
}
