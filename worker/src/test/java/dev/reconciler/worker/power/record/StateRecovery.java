package dev.reconciler.worker.power.record;

import dev.reconciler.worker.power.CutProgress;
import dev.reconciler.worker.power.CutRig;
import dev.reconciler.worker.power.CutScene;
import dev.reconciler.worker.power.RunEnd;
import dev.reconciler.worker.power.disk.SystemCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Runs on from many states of a disk at once, each in a folder of its own beside the rig's. Those that are known to be
 * whole are left out.
 */
final class StateRecovery {
    /** The rig's folder is the first of them: the paths of all are equally long. */
    static final String FOLDER = "state-%06d";

    private final CutScene scene;
    private final CutRig rig;
    private final CutProgress progress;
    private int written;

    /** @param rig in the folder of the number 0 */
    StateRecovery(CutScene scene, CutRig rig, CutProgress progress) {
        this.scene = scene;
        this.rig = rig;
        this.progress = progress;
    }

    boolean isPending(RecordedRun.CutState state) {
        return !progress.isWhole(nameCut(state));
    }

    private String nameCut(RecordedRun.CutState state) {
        return state.loss().replaceFirst(" ", " " + scene + " ");
    }

    /**
     * Runs on from them.
     *
     * @return what was not whole, a state a line
     */
    List<String> recover(List<RecordedRun.CutState> states) throws IOException {
        Map<Path, RecordedRun.CutState> copies = writeCopies(states);
        Map<String, RunEnd> ends = RunEnd.runHere(writeConfiguration(copies.keySet()));
        List<String> faults = new ArrayList<>();
        for (Map.Entry<Path, RecordedRun.CutState> entry : copies.entrySet()) {
            Path copy = entry.getKey();
            faults.addAll(
                    check(copy, entry.getValue(), ends.get(copy.getFileName().toString())));
            new SystemCommand("rm", "-rf", copy.toString()).runOrFail();
        }
        return faults;
    }

    // Each has a name of its own, since programs remember packs and settings by their paths.
    private Map<Path, RecordedRun.CutState> writeCopies(List<RecordedRun.CutState> states) throws IOException {
        Map<Path, RecordedRun.CutState> copies = new LinkedHashMap<>();
        for (RecordedRun.CutState state : states) {
            written++;
            Path copy = rig.home().resolveSibling(FOLDER.formatted(written));
            state.state().write(copy);
            if (state.isTold()) {
                rig.tellOf(copy);
            }
            copies.put(copy, state);
        }
        return copies;
    }

    private Path writeConfiguration(Set<Path> copies) throws IOException {
        String entries = copies.stream().map(rig::describeCopy).collect(Collectors.joining());
        return Files.writeString(rig.home().resolve("copies.yaml"), "repositories:\n" + entries);
    }

    private List<String> check(Path copy, RecordedRun.CutState state, RunEnd end) throws IOException {
        List<String> faults = rig.findFaults(copy, end);
        progress.add(nameCut(state), state.where(), faults);
        return faults.stream()
                .map(fault -> nameCut(state) + ", " + state.where() + ": " + fault)
                .toList();
    }
}
