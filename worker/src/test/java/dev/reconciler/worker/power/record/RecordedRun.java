package dev.reconciler.worker.power.record;

import dev.reconciler.worker.power.CutRig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The record of a run, and the states that cuts of it could leave. */
final class RecordedRun {
    private final CutRig rig;
    private final RecordedDisk disk;
    private final List<RecordedEffect> effects;
    private final DiskState end;

    /** Whether the application was told of the move by now. */
    private boolean isTold;

    private RecordedRun(CutRig rig, RecordedDisk disk, List<RecordedEffect> effects) throws IOException {
        this.rig = rig;
        this.disk = disk;
        this.effects = effects;
        this.end = readDisk(rig).cut(OrderedLoss.NOTHING);
    }

    static RecordedRun record(CutRig rig) throws IOException {
        rig.restore();
        RecordedDisk beginning = readDisk(rig);
        Path record = rig.home().resolve("record");
        rig.record(record);
        return new RecordedRun(rig, beginning, RecordedEffect.readAll(record));
    }

    private static RecordedDisk readDisk(CutRig rig) throws IOException {
        return RecordedDisk.read(rig.home(), List.of(rig.disk(), rig.remote()), rig.remote());
    }

    /**
     * What each cut leaves, in the order of the run; of states that are the same only the first. May be asked once.
     *
     * @param samples how many random losses each cut has beside the ordered ones
     * @throws AssertionError if what the record makes is not what the run left
     */
    List<CutState> listStates(int samples) {
        List<CutState> states = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (RecordedEffect effect : effects) {
            // The remote is another machine, which goes on.
            if (!effect.path().startsWith(rig.remote())) {
                addStates(effect.toString().replace(rig.home() + "/", ""), samples, known, states);
            }
            disk.apply(effect);
            isTold |= effect.isAnswerNoted();
        }
        addStates("the end", samples, known, states);
        Set<Path> missed = disk.cut(OrderedLoss.NOTHING).findDifferences(end);
        if (!missed.isEmpty()) {
            throw new AssertionError("the record is not all that the run did: " + missed);
        }
        return states;
    }

    private void addStates(String effect, int samples, Set<String> known, List<CutState> states) {
        int number = disk.effects() + 1;
        newLosses(number, samples).forEach((name, loss) -> {
            DiskState state = disk.cut(loss);
            if (known.add(isTold + state.fingerprint())) {
                states.add(new CutState(name + " " + number, "before " + effect, isTold, state));
            }
        });
    }

    private static Map<String, UnsyncedLoss> newLosses(int number, int samples) {
        Map<String, UnsyncedLoss> losses = new LinkedHashMap<>();
        for (OrderedLoss loss : OrderedLoss.values()) {
            losses.put(loss.name(), loss);
        }
        for (int seed = 1; seed <= samples; seed++) {
            losses.put("RANDOM-" + seed, new RandomLoss(1_000L * number + seed, true));
            losses.put("UNORDERED-" + seed, new RandomLoss(1_000L * number + seed, false));
        }
        return losses;
    }

    /**
     * A cut, and what it leaves.
     *
     * @param loss the kind of the loss, and the number of the effect
     * @param where the effect that does not come to be any more
     * @param isTold whether the application was told of the move before
     */
    record CutState(String loss, String where, boolean isTold, DiskState state) {}
}
