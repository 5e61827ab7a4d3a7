package dev.reconciler.worker.power.record;

import java.util.List;

/** The losses of file systems with a journal: names reach the disk in their order, each sync brings all before it. */
enum OrderedLoss implements UnsyncedLoss {
    /** Nothing is lost: only the processes ended. */
    NOTHING,
    /** Of what was not synced the names are there, and none of the contents. */
    CONTENTS,
    /** All that came after the last sync is lost, and the contents that were never synced. */
    SINCE_LAST_SYNC;

    @Override
    public boolean keeps(NameChange change, int lastSync) {
        return this != SINCE_LAST_SYNC || change.effect() < lastSync;
    }

    @Override
    public FileVersion choose(List<FileVersion> versions) {
        return versions.get(this == NOTHING ? versions.size() - 1 : 0);
    }
}
