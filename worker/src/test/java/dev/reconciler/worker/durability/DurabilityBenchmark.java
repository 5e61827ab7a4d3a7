package dev.reconciler.worker.durability;

import io.temporal.testing.TestWorkflowEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prints what durability costs, from the signal to the outcome. Run by name only; docs/durability.md has the command
 * and the figures.
 *
 * <p>All services are up at once and take turns, so whatever else the machine does, it does to each of them.
 */
class DurabilityBenchmark {
    private static final int WARM_UP = 20;
    private static final int ROUNDS = 100;

    @TempDir
    Path directory;

    private final List<Contender> contenders = new ArrayList<>();

    private interface Start {
        TestWorkflowEnvironment run(Path directory);
    }

    @Test
    void prints() throws IOException {
        enter();
        rounds(WARM_UP);
        contenders.forEach(Contender::forget);
        rounds(ROUNDS);
        System.out.println("| run | on | p50, ms | p95, ms | events |");
        contenders.forEach(contender -> System.out.print(contender.report()));
    }

    private void enter() throws IOException {
        Site bare = site("bare-git");
        contenders.add(new Contender("bare git work", bare, new BareGit(bare)));
        enter("in this process", here -> Services.inProcess());
        if (Services.hasBinary()) {
            enter("SQLite, as it comes", Services::sqlite);
            enter("SQLite, tuned", Services::sqliteTuned);
        }
        for (String address : Services.addresses()) {
            enter(address, here -> Services.at(address));
        }
    }

    private void enter(String name, Start start) throws IOException {
        Site site = site("site-" + contenders.size());
        contenders.add(new Contender(name, site, new OnTemporal(start.run(site.directory()), site)));
    }

    private Site site(String name) throws IOException {
        // No two benchmarks share a workflow on a server that stays.
        String id = name + "-" + ThreadLocalRandom.current().nextInt(1_000_000);
        return Site.make(Files.createDirectory(directory.resolve(name)), id);
    }

    private void rounds(int count) throws IOException {
        for (int round = 0; round < count; round++) {
            for (Contender contender : contenders) {
                contender.round();
            }
        }
    }

    @AfterEach
    void leave() {
        contenders.forEach(Contender::close);
    }
}
