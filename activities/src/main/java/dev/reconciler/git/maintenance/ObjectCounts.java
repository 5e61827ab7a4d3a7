package dev.reconciler.git.maintenance;

import dev.reconciler.git.file.PathPresence;
import dev.reconciler.git.repository.DataRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Config;

/**
 * Whether a repository holds more packs or loose objects than its settings allow. Git counts in the same way in {@code
 * too_many_packs} and {@code too_many_loose_objects}: the loose objects by one folder of 256.
 */
final class ObjectCounts {
    private static final int MOST_OBJECTS = 6700;
    private static final int MOST_PACKS = 50;
    private static final int FOLDERS = 256;
    private static final long SPARE = 64L << 20;
    private static final String COUNTED_FOLDER = "17";
    private static final String PACK = ".pack";

    private ObjectCounts() {}

    static boolean areMany(DataRepository repository) throws IOException {
        Config settings = repository.git().getConfig();
        int mostObjects = settings.getInt("gc", "auto", MOST_OBJECTS);
        if (mostObjects <= 0) {
            return false;
        }
        int mostPacks = settings.getInt("gc", "autoPackLimit", MOST_PACKS);
        Path objects = repository.directory().commonDir().resolve("objects");
        return countLoose(objects.resolve(COUNTED_FOLDER)) > (mostObjects + FOLDERS - 1) / FOLDERS
                || (mostPacks > 0 && countPacks(objects.resolve("pack")) > mostPacks);
    }

    /** Whether the disk takes all packs a second time: git leaves half a pack behind on one that gets full. */
    static boolean haveRoom(DataRepository repository) throws IOException {
        Path packs = repository.directory().commonDir().resolve("objects").resolve("pack");
        if (!PathPresence.isFolder(packs)) {
            return true;
        }
        try (Stream<Path> files = Files.list(packs)) {
            long size = files.mapToLong(file -> file.toFile().length()).sum();
            return Files.getFileStore(packs).getUsableSpace() > size + SPARE;
        }
    }

    private static long countLoose(Path folder) throws IOException {
        return list(folder).size();
    }

    /** Those that a {@code .keep} file protects stay as they are. */
    private static long countPacks(Path folder) throws IOException {
        Set<String> names = list(folder);
        return names.stream()
                .filter(name -> name.endsWith(PACK))
                .filter(name -> !names.contains(name.substring(0, name.length() - PACK.length()) + ".keep"))
                .count();
    }

    private static Set<String> list(Path folder) throws IOException {
        if (!PathPresence.isFolder(folder)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }
}
