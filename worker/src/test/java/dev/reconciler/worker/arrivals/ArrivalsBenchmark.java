package dev.reconciler.worker.arrivals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prints how long repositories wait that arrive at a steady pace, alone and beside one that hangs, one of some gigabytes
 * and one whose remote is down; and how long, and in which order, where more arrive than the host can serve.
 *
 * <p>See docs/benchmarks.md. Fails where a repository is not settled, never for being slow.
 */
@Tag("benchmark")
class ArrivalsBenchmark {
    private static final int REPOSITORIES = Integer.getInteger("arrivals.repositories", 100);
    private static final int PER_SECOND = Integer.getInteger("arrivals.perSecond", 5);
    private static final Duration MEASURED = Duration.ofSeconds(Integer.getInteger("arrivals.seconds", 300));
    private static final Duration WARM_UP = Duration.ofSeconds(Integer.getInteger("arrivals.warmUpSeconds", 30));
    private static final int PAIRS = Integer.getInteger("arrivals.pairs", 7);
    private static final int BIG_MEGABYTES = Integer.getInteger("arrivals.bigMb", 5 << 10);
    private static final int FLOOD_PER_SECOND = Integer.getInteger("arrivals.floodPerSecond", 45);
    private static final Duration FLOOD = Duration.ofSeconds(Integer.getInteger("arrivals.floodSeconds", 20));
    private static final String FOLDER = System.getProperty("arrivals.folder", "");

    @TempDir
    Path temporary;

    private Path folder;
    private SmallSample sample;
    private BigRemote big;

    @BeforeEach
    void prepare() throws IOException, InterruptedException {
        folder = FOLDER.isEmpty() ? temporary : Files.createDirectories(Path.of(FOLDER));
        big = new BigRemote(folder, BIG_MEGABYTES);
        long measured = PER_SECOND * MEASURED.toSeconds();
        long flooding = FLOOD_PER_SECOND * FLOOD.toSeconds();
        long arrivals = PER_SECOND * WARM_UP.toSeconds() + Math.max(measured, flooding);
        // They are drawn by chance: more than that on average, and never twice as many.
        sample = new SmallSample(temporary.resolve("sample"), (int) (2 * arrivals / REPOSITORIES) + 2);
    }

    private interface Measurement {
        Waits make(ArrivalSite site, BadNeighbours bad) throws IOException;
    }

    @Test
    void aloneAndBesideThreeBadOnes() throws IOException {
        System.out.println("| pair | run | p50, ms | p95, ms | p99, ms | longest, ms | of the processor | large one |\n"
                + "|---|---|---|---|---|---|---|---|");
        List<Double> ratios = new ArrayList<>();
        for (int pair = 1; pair <= PAIRS; pair++) {
            ratios.add(compare(pair));
        }
        Collections.sort(ratios);
        System.out.printf(
                Locale.ROOT,
                "p99 beside through alone: median %.3f of %d pairs, from %.3f to %.3f%n",
                ratios.get(ratios.size() / 2),
                ratios.size(),
                ratios.get(0),
                ratios.get(ratios.size() - 1));
    }

    private double compare(int pair) throws IOException {
        // What else the machine does changes with time, so neither is always the first.
        boolean isAloneFirst = pair % 2 == 1;
        Waits first = measure(pair, isAloneFirst);
        Waits second = measure(pair, !isAloneFirst);
        double ratio = isAloneFirst ? divide(second, first) : divide(first, second);
        System.out.printf(Locale.ROOT, "| %d | ratio | | | %.3f | | | |%n", pair, ratio);
        return ratio;
    }

    private static double divide(Waits beside, Waits alone) {
        return beside.percentile(99) / alone.percentile(99);
    }

    private Waits measure(int pair, boolean isAlone) throws IOException {
        return serve(isAlone, (site, bad) -> {
            if (!isAlone) {
                bad.begin(site);
            }
            Arrivals.draw(-pair, PER_SECOND, WARM_UP).make(site);
            ProcessorUse before = ProcessorUse.read(site.worker());
            Waits waits = new Waits(Arrivals.draw(pair, PER_SECOND, MEASURED).make(site));
            String used = ProcessorUse.read(site.worker()).since(before);
            System.out.printf(
                    Locale.ROOT, "| %d | %s | %s | %s | %s |%n", pair, isAlone ? "alone" : "beside", waits, used, bad);
            return waits;
        });
    }

    /** The large one arrives as well, and has to be served as the others. */
    @Test
    void moreThanTheHostCanServe() throws IOException {
        serve(false, (site, bad) -> {
            Arrivals.draw(-1, PER_SECOND, WARM_UP).make(site);
            bad.begin(site);
            Arrivals flood = Arrivals.draw(1, FLOOD_PER_SECOND, FLOOD);
            long start = System.nanoTime();
            Waits waits = new Waits(flood.make(site));
            double seconds = (System.nanoTime() - start) / 1e9;
            bad.awaitFetched();
            List<Double> longest = waits.longestByRepository();
            System.out.printf(
                    Locale.ROOT,
                    "%d requests for %d repositories in %d s, all answered after %.1f s%n"
                            + "waits, ms: | p50 | p95 | p99 | longest | %s |%n"
                            + "longest wait of a repository: from %.0f ms to %.0f ms%n"
                            + "at most %d that came later were answered before one; %s%n",
                    flood.count(),
                    REPOSITORIES,
                    FLOOD.toSeconds(),
                    seconds,
                    waits,
                    longest.get(0),
                    longest.get(longest.size() - 1),
                    waits.mostOvertaken(),
                    bad);
            return waits;
        });
    }

    private Waits serve(boolean isAlone, Measurement measurement) throws IOException {
        Path root = Files.createTempDirectory(folder, "site");
        try (BadNeighbours bad = new BadNeighbours(root, sample, big);
                ArrivalSite site = new ArrivalSite(
                        root, sample, REPOSITORIES, isAlone ? "" : bad.entries(), isAlone ? 0 : BadNeighbours.BOOTED)) {
            Waits waits = measurement.make(site, bad);
            site.checkSettled();
            return waits;
        } finally {
            SampleFolders.delete(root);
        }
    }
}
