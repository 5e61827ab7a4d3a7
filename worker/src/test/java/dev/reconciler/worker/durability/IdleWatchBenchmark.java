package dev.reconciler.worker.durability;

import dev.reconciler.worker.Program;
import dev.reconciler.worker.demo.sample.SampleRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prints what it costs to watch a thousand repositories in which nothing happens, beside a worker that watches none. Run by
 * name only; docs/durability.md has the command and the figures.
 */
class IdleWatchBenchmark {
    private static final int REPOSITORIES = Integer.getInteger("watch.repositories", 1000);
    private static final Duration MEASURED = Duration.ofMinutes(Integer.getInteger("watch.minutes", 10));
    // After the boot runs, what they left has to be collected and compiled.
    private static final Duration SETTLING = Duration.ofMinutes(1);

    @TempDir
    Path directory;

    @Test
    void prints() throws IOException, InterruptedException {
        try (SampleRepository remote = SampleRepository.initRemote(directory.resolve("remote.git"))) {
            remote.commit("Ann", "Start", "table.csv", "id,value\n");
            prepare(remote, "watching", true);
            prepare(remote, "idle", false);
        }
        try (Program.Running watching = start("watching");
                Program.Running idle = start("idle")) {
            awaitBoot(watching);
            awaitBoot(idle);
            Thread.sleep(SETTLING.toMillis());
            Duration watchingBefore = processorTime(watching);
            Duration idleBefore = processorTime(idle);
            Thread.sleep(MEASURED.toMillis());
            print("watch: true", processorTime(watching).minus(watchingBefore));
            print("watch: false", processorTime(idle).minus(idleBefore));
        }
    }

    private void prepare(SampleRepository remote, String name, boolean isWatched) throws IOException {
        Path home = Files.createDirectory(directory.resolve(name));
        for (int number = 0; number < REPOSITORIES; number++) {
            remote.cloneInto(home.resolve("data-" + number + ".git"), true).close();
        }
        String entries = IntStream.range(0, REPOSITORIES)
                .mapToObj(number -> entry(number, isWatched))
                .collect(Collectors.joining());
        Files.writeString(
                home.resolve("reconciler.yaml"),
                "state: state\nwebhook: { listen: \"127.0.0.1:0\" }\nrepositories:\n" + entries);
    }

    private static String entry(int number, boolean isWatched) {
        return "  - { id: data-%1$d, path: data-%1$d.git, remote: ../remote.git, branch: main, watch: %2$s }\n"
                .formatted(number, isWatched);
    }

    private Program.Running start(String name) {
        return Program.in(directory.resolve(name))
                .option("-XX:TieredStopAtLevel=4")
                .start("worker", "--embedded");
    }

    private static void awaitBoot(Program.Running worker) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(10))
                .until(() -> worker.printed().split("the boot run is over", -1).length > REPOSITORIES);
    }

    private static Duration processorTime(Program.Running worker) {
        return worker.process().info().totalCpuDuration().orElseThrow();
    }

    private static void print(String name, Duration used) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %d repositories | %.2f s in %d minutes | %.2f %% of a core |%n",
                name,
                REPOSITORIES,
                used.toMillis() / 1000.0,
                MEASURED.toMinutes(),
                100.0 * used.toMillis() / MEASURED.toMillis());
    }
}
