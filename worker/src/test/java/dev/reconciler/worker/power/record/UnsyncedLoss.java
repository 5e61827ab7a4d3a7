package dev.reconciler.worker.power.record;

import java.util.List;

/** What a cut takes of what was not synced. */
interface UnsyncedLoss {
    /**
     * Whether a change of names reached the disk.
     *
     * @param lastSync the number of the effect that was the last sync, of whatever file
     */
    boolean keeps(NameChange change, int lastSync);

    /** What a file is afterwards, of what it was since its last sync. */
    FileVersion choose(List<FileVersion> versions);
}
