package dev.reconciler.worker.power;

import dev.reconciler.worker.power.disk.TestDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/**
 * Cuts in runs of one scene, two at a time. Those that are known to be whole are left out.
 *
 * @param disk the kind of the disk, by its name
 * @param end when no further cut is begun
 */
record CutSeries(
        Path root,
        EffectLibrary library,
        String disk,
        TestDisk.Maker maker,
        CutScene scene,
        CutProgress progress,
        Instant end) {
    /**
     * Makes them.
     *
     * @param points chooses the points of a run with that number of effects
     * @return what was not whole, a cut a line
     */
    List<String> run(IntFunction<List<CutPoint>> points) throws Exception {
        try (CutRig first = openRig("first");
                CutRig second = openRig("second")) {
            Queue<CutPoint> pending =
                    new ConcurrentLinkedQueue<>(points.apply(first.listEffects().size()));
            pending.removeIf(point -> progress.isWhole(nameCut(point)));
            return cutAll(pending, List.of(first, second));
        }
    }

    private CutRig openRig(String name) throws IOException {
        String home = (disk + "-" + scene + "-" + name).toLowerCase(Locale.ROOT).replace(' ', '-');
        return CutRig.open(root.resolve(home), scene, maker, library);
    }

    private String nameCut(CutPoint point) {
        return disk + " " + scene + " " + point;
    }

    private List<String> cutAll(Queue<CutPoint> pending, List<CutRig> rigs) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(rigs.size());
        try {
            List<Callable<List<String>>> work = new ArrayList<>();
            rigs.forEach(rig -> work.add(() -> cutPending(pending, rig)));
            List<String> faults = new ArrayList<>();
            for (Future<List<String>> done : threads.invokeAll(work)) {
                faults.addAll(done.get());
            }
            return faults;
        } finally {
            threads.shutdown();
        }
    }

    private List<String> cutPending(Queue<CutPoint> pending, CutRig rig) throws IOException {
        List<String> faults = new ArrayList<>();
        for (CutPoint point = pending.poll(); point != null && Instant.now().isBefore(end); point = pending.poll()) {
            CutRig.Cut cut = rig.cut(point);
            progress.add(nameCut(point), cut.where(), cut.faults());
            if (!cut.faults().isEmpty()) {
                faults.add(nameCut(point) + ", " + cut.where() + ": " + cut.faults());
            }
        }
        return faults;
    }
}
