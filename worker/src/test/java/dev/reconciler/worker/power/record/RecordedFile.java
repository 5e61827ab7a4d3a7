package dev.reconciler.worker.power.record;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A file, link or folder of a recorded disk, by whichever names. */
final class RecordedFile {
    /** What it was since its last sync. The first is sure to be on the disk, the last is what programs see. */
    private final List<FileVersion> versions = new ArrayList<>();

    /** The names in a folder that programs see. */
    final Map<String, RecordedFile> names = new TreeMap<>();

    /** The names in a folder that are sure to be on the disk. */
    final Map<String, RecordedFile> syncedNames = new TreeMap<>();

    /** One that is sure to be on the disk as it is. */
    RecordedFile(FileVersion version) {
        versions.add(version);
    }

    /** A new one, empty as long as it is not synced. */
    static RecordedFile create(FileVersion version) {
        return new RecordedFile(version.isLink() ? version : version.with(new byte[0]));
    }

    /** A change of its content may be lost; one of its mode or time alone is taken for sure. */
    void add(FileVersion version) {
        if (Arrays.equals(version.content(), last().content())) {
            versions.remove(versions.size() - 1);
        }
        versions.add(version);
    }

    /** Makes its content sure to be on the disk. */
    void sync() {
        FileVersion last = last();
        versions.clear();
        versions.add(last);
    }

    FileVersion last() {
        return versions.get(versions.size() - 1);
    }

    /** What it may be after a cut, from what is sure to what is newest. */
    List<FileVersion> versions() {
        return versions;
    }
}
