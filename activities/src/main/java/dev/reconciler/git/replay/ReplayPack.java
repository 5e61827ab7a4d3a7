package dev.reconciler.git.replay;

import dev.reconciler.git.file.DiskSync;
import dev.reconciler.git.file.SharedPermissions;
import dev.reconciler.git.history.YoungObjects;
import dev.reconciler.git.repository.PackKeepFiles;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.internal.storage.file.PackInserter;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;

/**
 * All new objects of a replay, in one pack.
 *
 * <p>The pack is written to a folder of this program, brought to the disk, and only then moved among the packs of the
 * repository, its {@code .keep} first. A {@code git gc} of a person or of another process repacks reachable objects and
 * deletes the packs that it replaced; no ref reaches the new commits yet. It passes over a pack that has a
 * {@code .keep}. So no garbage collection removes these objects from the instant that git can see them until {@link
 * PublishedPacks#close}, when a ref should hold them.
 *
 * <p>Objects that exist are written again: they may exist only as garbage that another process is about to remove.
 *
 * <p>A killed process leaves a folder or a {@code .keep}, which {@link #sweep} removes.
 */
public final class ReplayPack implements AutoCloseable {
    private static final String FOLDER_PREFIX = "reconciler-replay-";

    private static final String KEEP_WORDS = "reconciler replay\n";

    private final Path objects;
    private final Path folder;
    private final ObjectDirectory database;
    private final PackInserter inserter;
    private final SharedPermissions permissions;

    private ReplayPack(Path objects, Path folder, ObjectDirectory database, SharedPermissions permissions) {
        this.permissions = permissions;
        this.objects = objects;
        this.folder = folder;
        this.database = database;
        this.inserter = database.newPackInserter();
        inserter.checkExisting(false);
    }

    /**
     * Opens an empty pack for that repository.
     *
     * @throws IOException if the folder can't be made below the repository's objects
     */
    public static ReplayPack open(Repository repository) throws IOException {
        Path objects = locateObjects(repository);
        // Below objects, and not in /tmp: only within one file system a move is atomic.
        Path folder = Files.createTempDirectory(objects, FOLDER_PREFIX);
        Files.createDirectory(folder.resolve("pack"));
        // A database of its own whose alternate is the repository: an inserter writes to the folder, and its reader
        // sees the objects of both.
        ObjectDirectory database = new ObjectDirectory(
                repository.getConfig(), folder.toFile(), new File[] {objects.toFile()}, repository.getFS(), null);
        return new ReplayPack(objects, folder, database, SharedPermissions.of(repository.getConfig()));
    }

    private static Path locateObjects(Repository repository) {
        return repository.getCommonDirectory().toPath().resolve("objects");
    }

    /** The folder of this pack, for files that go with it; removed with the pack, or swept after a kill. */
    public Path folder() {
        return folder;
    }

    /** Answers the inserter that takes the objects; its reader sees them, and those of the repository. */
    public ObjectInserter inserter() {
        return inserter;
    }

    /**
     * Makes the objects visible in the repository.
     *
     * @param syncs flushed before, so that the objects are on the disk; with their next flush, the names of the packs are
     * @return holds the objects from garbage collection until it is closed; the caller makes a ref for them before
     * @throws IOException if a file can't be written, moved or brought to the disk; {@link #sweep} removes what is left
     */
    public PublishedPacks publish(DiskSync syncs) throws IOException {
        inserter.flush();
        List<Path> packs = listFiles(folder.resolve("pack"), ".pack");
        for (Path pack : packs) {
            preparePack(pack, syncs);
        }
        // The commits of the application that were replayed: the new ones have the files of the old ones.
        YoungObjects.addTo(syncs, objects);
        // Contents before names: after a power cut no file of a pack's name may be there with half of its bytes.
        syncs.flush();
        List<Path> keeps = new ArrayList<>();
        for (Path pack : packs) {
            keeps.add(publishPack(pack));
        }
        // The names of the files are in the directory: without this a power cut may take a pack that a ref names.
        syncs.add(objects.resolve("pack"));
        return new PublishedPacks(keeps);
    }

    private void preparePack(Path pack, DiskSync syncs) throws IOException {
        Path keep = siblingOf(pack, ".keep");
        Path index = siblingOf(pack, ".idx");
        Files.writeString(keep, KEEP_WORDS);
        for (Path file : List.of(keep, pack, index)) {
            permissions.adjust(file);
            syncs.add(file);
        }
    }

    private static Path siblingOf(Path pack, String ending) {
        return pack.resolveSibling(pack.getFileName().toString().replace(".pack", ending));
    }

    private Path publishPack(Path pack) throws IOException {
        // Git sees a pack when it has an index, and so the order is keep, pack, index. With the keep last, a garbage
        // collection between the two moves would find a pack that no ref reaches and that nothing protects.
        // A kill after the keep or after the pack leaves no pack that git sees; a kill after the index leaves a whole
        // one. In each case sweep removes the keep, and what no ref reaches goes with the next garbage collection.
        Path keep = moveAmongPacks(siblingOf(pack, ".keep"));
        moveAmongPacks(pack);
        moveAmongPacks(siblingOf(pack, ".idx"));
        return keep;
    }

    private Path moveAmongPacks(Path file) throws IOException {
        Path target = objects.resolve("pack").resolve(file.getFileName());
        return Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Finds when a killed process was last at work on a replay here, by the folder that it left; empty where there is none.
     * The caller holds the repository's lock.
     */
    public static Optional<Instant> findKilled(Repository repository) throws IOException {
        Optional<Instant> newest = Optional.empty();
        for (Path folder : listFolders(locateObjects(repository))) {
            Instant at = Files.getLastModifiedTime(folder).toInstant();
            newest = newest.filter(at::isBefore).or(() -> Optional.of(at));
        }
        return newest;
    }

    private static List<Path> listFolders(Path objects) throws IOException {
        return listFiles(objects, "").stream()
                .filter(folder -> folder.getFileName().toString().startsWith(FOLDER_PREFIX))
                .toList();
    }

    /**
     * Removes what replays of killed processes left. The caller holds the repository's lock, as every replay does: no
     * replay is under way.
     *
     * @throws IOException if a directory can't be read or a file can't be removed
     */
    public static void sweep(Repository repository) throws IOException {
        Path objects = locateObjects(repository);
        for (Path folder : listFolders(objects)) {
            deleteFolder(folder);
        }
        // A keep with other words is one of a person, or of a git that receives a push: it stays.
        for (Path keep : listFiles(objects.resolve("pack"), ".keep")) {
            if (PackKeepFiles.readText(keep).equals(KEEP_WORDS)) {
                PackKeepFiles.removeAbandoned(keep);
            }
        }
    }

    private static List<Path> listFiles(Path directory, String ending) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(entry -> entry.toString().endsWith(ending)).collect(Collectors.toList());
        }
    }

    private static void deleteFolder(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            // In reverse order a directory comes after the files in it.
            for (Path path : all.sorted(Comparator.reverseOrder()).collect(Collectors.toList())) {
                Files.deleteIfExists(path);
            }
        }
    }

    /** Removes the folder, with all objects that were not published. */
    @Override
    public void close() throws IOException {
        inserter.close();
        database.close();
        deleteFolder(folder);
    }

    /** Published packs that no garbage collection removes, until this is closed. */
    public static final class PublishedPacks implements AutoCloseable {
        private final List<Path> keeps;

        private PublishedPacks(List<Path> keeps) {
            this.keeps = List.copyOf(keeps);
        }

        /** Removes the {@code .keep} files: from now on garbage collection may remove the objects that no ref reaches. */
        @Override
        public void close() throws IOException {
            for (Path keep : keeps) {
                Files.deleteIfExists(keep);
            }
        }
    }
}
