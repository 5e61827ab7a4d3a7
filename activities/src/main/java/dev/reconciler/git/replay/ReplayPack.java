package dev.reconciler.git.replay;

import dev.reconciler.git.repository.PackKeepFiles;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.internal.storage.file.PackInserter;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;

/**
 * All new objects of a replay, in one pack.
 *
 * <p>Written to a folder of ours, brought to the disk, and only then moved among the repository's packs, its
 * {@code .keep} first: from the instant that others can see it, no garbage collection of theirs removes it. Objects that
 * exist are written again, since they may exist only as garbage that is about to go.
 */
public final class ReplayPack implements AutoCloseable {
    private static final String FOLDER_PREFIX = "reconciler-replay-";
    private static final String KEEP_WORDS = "reconciler replay\n";

    private final Path objects;
    private final Path folder;
    private final ObjectDirectory database;
    private final PackInserter inserter;

    private ReplayPack(Path objects, Path folder, ObjectDirectory database) {
        this.objects = objects;
        this.folder = folder;
        this.database = database;
        this.inserter = database.newPackInserter();
        inserter.checkExisting(false);
    }

    /** A pack for that repository, with nothing in it. */
    public static ReplayPack open(Repository repository) throws IOException {
        Path objects = locateObjects(repository);
        Path folder = Files.createTempDirectory(objects, FOLDER_PREFIX);
        Files.createDirectory(folder.resolve("pack"));
        ObjectDirectory database = new ObjectDirectory(
                repository.getConfig(), folder.toFile(), new File[] {objects.toFile()}, repository.getFS(), null);
        return new ReplayPack(objects, folder, database);
    }

    private static Path locateObjects(Repository repository) {
        return repository.getCommonDirectory().toPath().resolve("objects");
    }

    /** Takes the objects; its reader sees them, and those of the repository. */
    public ObjectInserter inserter() {
        return inserter;
    }

    /** Makes the objects visible in the repository, kept until the answer is closed. */
    public PublishedPacks publish() throws IOException {
        inserter.flush();
        List<Path> keeps = new ArrayList<>();
        for (Path pack : listFiles(folder.resolve("pack"), ".pack")) {
            keeps.add(publishPack(pack));
        }
        syncFile(objects.resolve("pack"));
        return new PublishedPacks(keeps);
    }

    private Path publishPack(Path pack) throws IOException {
        String name = pack.getFileName().toString().replace(".pack", "");
        Path target = objects.resolve("pack");
        Path index = pack.resolveSibling(name + ".idx");
        syncFile(pack);
        syncFile(index);
        Path keep = target.resolve(name + ".keep");
        Files.write(keep, KEEP_WORDS.getBytes(StandardCharsets.US_ASCII));
        Files.move(pack, target.resolve(pack.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        Files.move(index, target.resolve(index.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        return keep;
    }

    private static void syncFile(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /**
     * Removes what replays of killed processes left. The caller holds the repository's lock, and so does who replays.
     */
    public static void sweep(Repository repository) throws IOException {
        Path objects = locateObjects(repository);
        for (Path folder : listFiles(objects, "")) {
            if (folder.getFileName().toString().startsWith(FOLDER_PREFIX)) {
                deleteFolder(folder);
            }
        }
        for (Path keep : listFiles(objects.resolve("pack"), ".keep")) {
            if (PackKeepFiles.words(keep).equals(KEEP_WORDS)) {
                PackKeepFiles.remove(keep);
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
            for (Path path : all.sorted(Comparator.reverseOrder()).collect(Collectors.toList())) {
                Files.deleteIfExists(path);
            }
        }
    }

    /** Leaves nothing behind of what was not published. */
    @Override
    public void close() throws IOException {
        inserter.close();
        database.close();
        deleteFolder(folder);
    }

    /** Published packs, kept from garbage collection. */
    public static final class PublishedPacks implements AutoCloseable {
        private final List<Path> keeps;

        private PublishedPacks(List<Path> keeps) {
            this.keeps = List.copyOf(keeps);
        }

        /** Lets garbage collection have what no ref holds. */
        @Override
        public void close() throws IOException {
            for (Path keep : keeps) {
                Files.deleteIfExists(keep);
            }
        }
    }
}
