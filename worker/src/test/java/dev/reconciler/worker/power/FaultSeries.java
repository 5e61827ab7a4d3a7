package dev.reconciler.worker.power;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Faults of the disk in runs of one scene, one after the other in one process. Those that are known to be survived are left
 * out.
 *
 * @param home an empty folder, without links in its path
 * @param library of faults.c
 * @param locale of the process, as {@code LC_ALL} names it
 * @param end when no further fault is begun
 */
record FaultSeries(Path home, Path library, String locale, CutScene scene, CutProgress progress, Instant end) {
    /** Every how many calls is answered with an error. */
    private static final int STEP = 40;

    /**
     * Meets faults all over the scene's runs, with each error.
     *
     * @return what was not as it must be, a fault a line
     */
    List<String> run() throws IOException {
        List<String> faults = new ArrayList<>();
        try (FaultedHost host = startHost();
                FaultRig rig = openRig(host)) {
            for (InjectedError error : InjectedError.values()) {
                for (DiskFaultPoint point :
                        DiskFaultPoint.every(CutSettings.step(STEP), error, rig.countCalls(error))) {
                    meet(rig, point, faults);
                }
            }
        }
        return faults;
    }

    /** The same, with two errors in the middle of a run. */
    List<String> runFew() throws IOException {
        List<String> faults = new ArrayList<>();
        try (FaultedHost host = startHost();
                FaultRig rig = openRig(host)) {
            meet(rig, new DiskFaultPoint(InjectedError.FULL, rig.countCalls(InjectedError.FULL) / 2, true), faults);
            long calls = rig.countCalls(InjectedError.UNREADABLE);
            meet(rig, new DiskFaultPoint(InjectedError.UNREADABLE, calls / 3, true), faults);
            meet(rig, new DiskFaultPoint(InjectedError.UNREADABLE, calls / 2, false), faults);
        }
        return faults;
    }

    private FaultedHost startHost() throws IOException {
        return FaultedHost.start(Files.createDirectory(home.resolve("host")), library, locale);
    }

    private FaultRig openRig(FaultedHost host) throws IOException {
        return FaultRig.open(home.resolve("rig"), scene, host);
    }

    private void meet(FaultRig rig, DiskFaultPoint point, List<String> faults) throws IOException {
        String name = locale + " " + scene + " " + point;
        if (progress.isWhole(name) || Instant.now().isAfter(end)) {
            return;
        }
        FaultRig.Met met = rig.meet(point);
        progress.add(name, met.word() + " after " + met.where(), met.faults());
        if (!met.faults().isEmpty()) {
            faults.add(name + ", " + met.where() + ": " + met.faults());
        }
    }
}
