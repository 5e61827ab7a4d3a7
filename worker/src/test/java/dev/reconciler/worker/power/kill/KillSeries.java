package dev.reconciler.worker.power.kill;

import dev.reconciler.worker.Program;
import dev.reconciler.worker.power.CutRig;
import dev.reconciler.worker.power.RunEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Kills of one command while it serves some of these repositories, at instants that chance chooses. */
final class KillSeries {
    private static final int REPOSITORIES = 6;

    private final KilledService service;
    private final List<CutRig> all;
    private final Path folder;

    /** How long a run took that nothing killed, lately; zero as long as none is known. */
    private Duration usual = Duration.ZERO;

    private String where = "";

    /** @param folder for configurations and outputs */
    KillSeries(KilledService service, List<CutRig> all, Path folder) {
        this.service = service;
        this.all = all;
        this.folder = folder;
    }

    /** When and with which repositories the last kill came. */
    String where() {
        return where;
    }

    /**
     * Kills the command, and runs on.
     *
     * @return what was not whole afterwards
     */
    List<String> kill(int seed) throws IOException, InterruptedException {
        Random random = new Random(seed);
        List<CutRig> rigs = new ArrayList<>(all);
        Collections.shuffle(rigs, random);
        rigs = rigs.subList(0, REPOSITORIES);
        Set<String> names = rigs.stream().map(CutRig::name).collect(Collectors.toSet());
        Path configuration = writeConfiguration(rigs);
        double share = random.nextDouble();
        do {
            restore(rigs);
            if (usual.isZero()) {
                usual = measureRun(configuration, names);
                restore(rigs);
            }
        } while (!killAfter(Math.round(share * usual.toMillis()), configuration));
        where = "seed %d, after %.0f ms of %d, %s".formatted(seed, share * usual.toMillis(), usual.toMillis(), names);
        System.out.println(service + ": " + where);
        return findFaults(rigs, service.runOn(folder, configuration, names));
    }

    private Path writeConfiguration(List<CutRig> rigs) throws IOException {
        String entries = rigs.stream().map(rig -> rig.describeCopy(rig.home())).collect(Collectors.joining());
        return Files.writeString(folder.resolve("killed.yaml"), service.settings() + "repositories:\n" + entries);
    }

    private static void restore(List<CutRig> rigs) throws IOException {
        for (CutRig rig : rigs) {
            rig.restore();
        }
    }

    private Duration measureRun(Path configuration, Set<String> names) {
        Instant start = Instant.now();
        try (Program.Running running = service.start(folder, configuration)) {
            service.awaitEnd(running, names);
        }
        return Duration.between(start, Instant.now());
    }

    /** @return whether it was still running; where not, runs are shorter than was known */
    private boolean killAfter(long millis, Path configuration) throws InterruptedException {
        Instant start = Instant.now();
        try (Program.Running running = service.start(folder, configuration)) {
            if (!running.process().waitFor(millis, TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        usual = Duration.between(start, Instant.now());
        return false;
    }

    private List<String> findFaults(List<CutRig> rigs, Map<String, RunEnd> ends) throws IOException {
        List<String> faults = new ArrayList<>();
        for (CutRig rig : rigs) {
            for (String fault : rig.findFaults(rig.home(), ends.get(rig.name()))) {
                faults.add(where + ": " + rig.name() + ": " + fault);
            }
        }
        return faults;
    }
}
