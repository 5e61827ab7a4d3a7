package dev.reconciler.worker.power.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A disk as the effects of a record make it: what programs see, and what of that is sure to be there after a cut. A name
 * is sure once its folder was synced, a content once its file was.
 */
final class RecordedDisk {
    private final Path home;
    private final Path safe;
    private final RecordedFile root;
    private final Map<Long, RecordedFile> files = new HashMap<>();

    /** The changes of names that are not sure, in their order. */
    private final List<NameChange> pending = new ArrayList<>();

    private int effects;
    private int lastSync;

    private RecordedDisk(Path home, Path safe) throws IOException {
        this.home = home;
        this.safe = safe;
        this.root = new RecordedFile(FileVersion.read(home));
    }

    /**
     * Reads what is there.
     *
     * @param folders the folders of {@code home} that are recorded
     * @param safe the one of them on which nothing is ever lost, since it is another machine's
     */
    static RecordedDisk read(Path home, List<Path> folders, Path safe) throws IOException {
        RecordedDisk disk = new RecordedDisk(home, safe);
        for (Path folder : folders) {
            disk.add(disk.root, folder);
        }
        return disk;
    }

    private void add(RecordedFile folder, Path path) throws IOException {
        long inode = (Long) Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS);
        FileVersion version = FileVersion.read(path);
        RecordedFile file = files.computeIfAbsent(inode, number -> new RecordedFile(version));
        String name = path.getFileName().toString();
        folder.names.put(name, file);
        folder.syncedNames.put(name, file);
        if (version.isFolder()) {
            try (Stream<Path> entries = Files.list(path)) {
                for (Path entry : entries.toList()) {
                    add(file, entry);
                }
            }
        }
    }

    /** Goes on by one effect. */
    void apply(RecordedEffect effect) {
        effects++;
        switch (effect.what()) {
            case "unlink" -> change(effect, newEdit(effect.path(), null));
            case "rename" -> applyRename(effect);
            case "link" -> change(effect, newEdit(effect.path(), find(effect.from())));
            case "sync" -> sync(effect, findOrCreate(effect));
            case "sync-all" -> syncAll(effect);
            default -> findOrCreate(effect);
        }
    }

    private void applyRename(RecordedEffect effect) {
        RecordedFile file = find(effect.from());
        if (file != find(effect.path())) {
            change(effect, newEdit(effect.path(), file), newEdit(effect.from(), null));
            findOrCreate(effect);
        }
    }

    // A number is given again once its file is gone. What has another name than it had was renamed by its folder.
    private RecordedFile findOrCreate(RecordedEffect effect) {
        RecordedFile known = files.get(effect.inode());
        boolean isNew = known == null || (effect.isByName() && known != find(effect.path()));
        RecordedFile file = isNew ? RecordedFile.create(effect.version()) : known;
        if (isNew) {
            files.put(effect.inode(), file);
            change(effect, newEdit(effect.path(), file));
        }
        file.add(effect.version());
        if (isSafe(effect)) {
            file.sync();
        }
        return file;
    }

    /** How many effects it has by now. */
    int effects() {
        return effects;
    }

    private @Nullable RecordedFile find(Path path) {
        RecordedFile found = root;
        for (Path name : home.relativize(path)) {
            found = found == null ? null : found.names.get(name.toString());
        }
        return found;
    }

    private NameChange.Edit newEdit(Path path, @Nullable RecordedFile file) {
        return new NameChange.Edit(
                findFolder(path.getParent()), path.getFileName().toString(), file);
    }

    // The C library makes temporary folders by itself, which no preloaded library sees.
    private RecordedFile findFolder(Path path) {
        RecordedFile known = find(path);
        if (known != null) {
            return known;
        }
        RecordedFile parent = findFolder(path.getParent());
        RecordedFile folder = new RecordedFile(parent.last());
        parent.names.put(path.getFileName().toString(), folder);
        parent.syncedNames.put(path.getFileName().toString(), folder);
        return folder;
    }

    private void change(RecordedEffect effect, NameChange.Edit... edits) {
        NameChange change = new NameChange(effects, edits);
        change.apply(folder -> folder.names);
        if (isSafe(effect)) {
            change.apply(folder -> folder.syncedNames);
        } else {
            pending.add(change);
        }
    }

    private boolean isSafe(RecordedEffect effect) {
        return effect.path().startsWith(safe);
    }

    private void sync(RecordedEffect effect, RecordedFile file) {
        if (isSafe(effect)) {
            return;
        }
        lastSync = effects;
        file.sync();
        for (NameChange change : List.copyOf(pending)) {
            if (change.folders().contains(file)) {
                settle(change);
            }
        }
    }

    private void settle(NameChange change) {
        change.apply(folder -> folder.syncedNames);
        pending.subList(0, pending.indexOf(change)).forEach(earlier -> earlier.yieldTo(change));
        pending.remove(change);
        pending.removeIf(NameChange::isEmpty);
    }

    private void syncAll(RecordedEffect effect) {
        if (isSafe(effect)) {
            return;
        }
        lastSync = effects;
        files.values().forEach(RecordedFile::sync);
        pending.forEach(change -> change.apply(folder -> folder.syncedNames));
        pending.clear();
    }

    /** What a cut now leaves. */
    DiskState cut(UnsyncedLoss loss) {
        Map<RecordedFile, Map<String, RecordedFile>> names = new HashMap<>();
        for (NameChange change : pending) {
            if (loss.keeps(change, lastSync)) {
                change.apply(folder -> names.computeIfAbsent(folder, any -> new TreeMap<>(folder.syncedNames)));
            }
        }
        DiskState state = new DiskState(home);
        addBelow(Path.of(""), root, names, loss, state);
        return state;
    }

    private static void addBelow(
            Path path,
            RecordedFile folder,
            Map<RecordedFile, Map<String, RecordedFile>> names,
            UnsyncedLoss loss,
            DiskState state) {
        names.getOrDefault(folder, folder.syncedNames).forEach((name, file) -> {
            Path below = path.resolve(name);
            state.add(below, file, loss);
            addBelow(below, file, names, loss, state);
        });
    }
}
