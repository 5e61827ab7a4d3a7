package dev.reconciler.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.benchmark.Pair.Measured;
import dev.reconciler.worker.transports.GitHttpServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Prints a table of ratios: our time through native git's, medians on the same repositories in the same run.
 *
 * <p>See docs/benchmarks.md. Fails where a step does not do what it is measured for, never for being slow.
 */
@Tag("benchmark")
class BenchmarkTest {
    static final Path CACHE = Path.of(
            System.getProperty("benchmark.cache", System.getProperty("java.io.tmpdir") + "/reconciler-benchmark"));
    private static final int RUNS = Integer.getInteger("benchmark.runs", 5);
    private static final String ONLY = System.getProperty("benchmark.only", "");

    @Test
    void smallRepository() throws Exception {
        measure(BenchmarkRepositories.small(CACHE));
    }

    @Test
    void bigRepository() throws Exception {
        measure(BenchmarkRepositories.big(CACHE));
    }

    /** Whole processes: commands by the launcher, with its archive of classes, and by the jar alone. */
    @Test
    void startUp(@TempDir Path directory) throws Exception {
        try (StartUp programs = new StartUp(directory)) {
            List<String> rows = programs.measure(RUNS);
            System.out.println("| what | ms | processor, ms | to java -version | to git |\n|---|---|---|---|---|");
            rows.forEach(System.out::println);
            assertThat(rows).isNotEmpty();
        }
    }

    /** Our single operations alone, by JMH: for work on them, not for comparing. */
    @Test
    void singleOperations() throws Exception {
        BenchmarkRepositories.small(CACHE);
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(SingleOperations.class.getName())
                        .jvmArgs("-Xmx256m", "-Dbenchmark.cache=" + CACHE)
                        .build())
                .run();
        assertThat(results).isNotEmpty();
    }

    private static void measure(BenchmarkRepositories repositories) throws Exception {
        HeapPeak peak = HeapPeak.watch();
        System.out.println("| size | what | git, ms | ours, ms | ratio | target | |\n|---|---|---|---|---|---|---|");
        int measured = 0;
        try (GitHttpServer http = new GitHttpServer(repositories.root(), StepPairs.TOKEN)) {
            List<Pair> pairs =
                    new ArrayList<>(new StepPairs(repositories, http, System.getProperty("git.replay")).all());
            pairs.addAll(new OutcomePairs(repositories).all());
            for (Pair pair : pairs) {
                if (pair.name().contains(ONLY)) {
                    Measured result = pair.measure(RUNS);
                    System.out.println(result.row(repositories.size()));
                    measured++;
                }
            }
        }
        System.out.println(repositories.size() + ": peak heap " + peak.megabytes() + " MB of "
                + (Runtime.getRuntime().maxMemory() >> 20) + ", " + RUNS + " runs each");
        assertThat(measured).isPositive();
    }
}
