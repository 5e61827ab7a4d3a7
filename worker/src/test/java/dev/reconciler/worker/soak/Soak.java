package dev.reconciler.worker.soak;

import dev.reconciler.worker.transports.FaultyRoute;
import dev.reconciler.worker.transports.GitDaemon;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Writers on many clones, two workers, kills, cuts and bursts, for a while; and what is there in the end. */
final class Soak {
    private static final int PAIRS = 8;
    private static final Duration WARM_UP = Duration.ofMinutes(1);
    private static final Duration TO_SETTLE = Duration.ofMinutes(5);
    private static final int LONGEST_PAUSE_MS = 1_600;
    private static final int BURST = 25;

    private final List<SoakedPair> pairs;
    private final SoakedWorker steady;
    private final SoakedWorker killed;
    private final FaultyRoute route;
    private final Random random = new Random(1);
    private int kills;
    private int cuts;
    private int requests;

    private Soak(List<SoakedPair> pairs, SoakedWorker steady, SoakedWorker killed, FaultyRoute route) {
        this.pairs = pairs;
        this.steady = steady;
        this.killed = killed;
        this.route = route;
    }

    /**
     * What was found.
     *
     * @param lost the marks of commits that are nowhere any more
     * @param unsettled the repositories whose two sides do not agree some time after the last commit
     * @param start of the worker that is never killed, once it is warm
     */
    record Report(Set<String> lost, List<String> unsettled, ProcessFigures start, ProcessFigures end, String text) {}

    static Report run(Path root, Duration length) throws Exception {
        List<SoakedPair> pairs = new ArrayList<>();
        for (int i = 0; i < PAIRS; i++) {
            pairs.add(SoakedPair.make(root, "soaked-" + i));
        }
        try (GitDaemon daemon = new GitDaemon(root);
                FaultyRoute route = new FaultyRoute(daemon.port()).endsAfter(Long.MAX_VALUE, FaultyRoute.End.CUT)) {
            String server = "git://127.0.0.1:" + route.port() + "/";
            try (SoakedWorker steady = new SoakedWorker(
                            root.resolve("steady"),
                            pairs.subList(0, PAIRS / 2),
                            path -> server + root.relativize(Path.of(path)));
                    SoakedWorker killed = new SoakedWorker(
                            root.resolve("killed"),
                            pairs.subList(PAIRS / 2, PAIRS),
                            path -> server + root.relativize(Path.of(path)))) {
                return new Soak(pairs, steady, killed, route).run(length);
            }
        }
    }

    private Report run(Duration length) throws Exception {
        Instant end = Instant.now().plus(length);
        ExecutorService writers = Executors.newFixedThreadPool(PAIRS);
        List<Future<?>> writing = new ArrayList<>();
        for (SoakedPair pair : pairs) {
            writing.add(writers.submit(() -> writeUntil(end, pair)));
        }
        Instant warm = Instant.now().plus(WARM_UP);
        ProcessFigures start = null;
        while (Instant.now().isBefore(end)) {
            disturb();
            if (start == null && Instant.now().isAfter(warm)) {
                start = steady.figures();
            }
        }
        for (Future<?> each : writing) {
            each.get();
        }
        writers.shutdown();
        List<String> unsettled = settle();
        ProcessFigures last = steady.figures();
        return report(length, unsettled, start == null ? last : start, last);
    }

    private static Void writeUntil(Instant end, SoakedPair pair) throws InterruptedException {
        Random pauses = new Random(pair.id().hashCode());
        while (Instant.now().isBefore(end)) {
            if (pauses.nextInt(3) == 0) {
                pair.commitRemotely();
            } else {
                pair.commitLocally();
            }
            TimeUnit.MILLISECONDS.sleep(pauses.nextInt(LONGEST_PAUSE_MS));
        }
        return null;
    }

    private void disturb() throws InterruptedException {
        switch (random.nextInt(4)) {
            case 0 -> {
                killed.killAndRestart();
                kills++;
            }
            case 1 -> {
                route.endsAfter(random.nextInt(4_000), FaultyRoute.End.CUT);
                TimeUnit.SECONDS.sleep(1 + random.nextInt(5));
                repairRoute();
                cuts++;
            }
            default -> {
                requests += steady.sendBurst(BURST) + killed.sendBurst(BURST);
                TimeUnit.SECONDS.sleep(random.nextInt(5));
            }
        }
    }

    private void repairRoute() {
        route.endsAfter(Long.MAX_VALUE, FaultyRoute.End.CUT);
    }

    // Requests end the waits of runs that have met a cut.
    private List<String> settle() {
        try {
            Awaitility.await()
                    .atMost(TO_SETTLE)
                    .pollInterval(Duration.ofSeconds(2))
                    .until(() -> {
                        steady.sendBurst(1);
                        killed.sendBurst(1);
                        return pairs.stream().allMatch(SoakedPair::agrees);
                    });
            return List.of();
        } catch (ConditionTimeoutException unsettled) {
            return pairs.stream()
                    .filter(pair -> !pair.agrees())
                    .map(SoakedPair::id)
                    .toList();
        }
    }

    private Report report(Duration length, List<String> unsettled, ProcessFigures start, ProcessFigures end)
            throws IOException {
        Set<String> lost = new TreeSet<>();
        pairs.forEach(pair -> lost.addAll(pair.listLost()));
        pairs.forEach(SoakedPair::checkObjects);
        int commits = pairs.stream().mapToInt(SoakedPair::commits).sum();
        int conflicts = pairs.stream().mapToInt(SoakedPair::countConflicts).sum();
        String text = "soak: " + length.toMinutes() + " minutes, " + commits + " commits made in " + pairs.size()
                + " repositories, " + lost.size() + " lost, " + conflicts + " conflicts preserved, " + kills
                + " kills, "
                + cuts + " cuts of the network, " + requests + " requests taken\n  start: " + start + "\n  end:   "
                + end;
        return new Report(lost, unsettled, start, end, text);
    }
}
