package dev.reconciler.git.remote.fetch;

import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.PackKeepFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Removes the files that fetches of killed processes left in a repository. Without it the repository grows with each
 * kill: git never packs a pack with a {@code .keep} file anew.
 *
 * <p>A kill leaves different files at different moments of a fetch:
 *
 * <table>
 *   <caption>What a kill leaves</caption>
 *   <tr><td>before the marker is locked</td><td>{@code reconciler/fetching/<name>.new}</td></tr>
 *   <tr><td>while objects are received</td><td>the {@link FetchMarker}, and {@code objects/incoming_*}, JGit's name for
 *     a pack that is not complete</td></tr>
 *   <tr><td>while the pack gets its {@code .keep} file</td><td>the marker, and {@code
 *     objects/pack/pack-*.keep.lock}</td></tr>
 *   <tr><td>before a ref holds the fetched commit</td><td>the marker, and a whole pack with a {@code .keep} file that
 *     names the marker</td></tr>
 *   <tr><td>between the removal of the marker and that of a {@code .keep} file, in this sweep</td><td>the {@code .keep}
 *     file alone, which names a marker that is not there</td></tr>
 * </table>
 */
public final class FetchLeftovers {
    private static final String NEW = ".new";
    private static final Duration ABANDONED = Duration.ofMinutes(10);

    private FetchLeftovers() {}

    /**
     * Removes what belongs to fetches of this program whose process is gone. The caller holds the {@link
     * dev.reconciler.git.lock.RepositoryLock}, so no two sweeps meet. A fetch holds no lock and may be at work.
     */
    public static void sweep(DataRepository repository) throws IOException {
        Path common = repository.directory().commonDir();
        for (Path marker : listFiles(FetchMarker.directoryIn(common))) {
            if (marker.toString().endsWith(NEW)) {
                removeAbandoned(marker);
            } else if (FetchMarker.isDead(marker)) {
                FileTime since = Files.getLastModifiedTime(marker);
                removeYounger(common.resolve("objects"), "incoming_", "", since);
                removeYounger(common.resolve("objects/pack"), "pack-", ".keep.lock", since);
                // Last: a sweep that is killed before this line is repeated by the next run.
                Files.deleteIfExists(marker);
            }
        }
        // A whole pack stays, and git's garbage collection decides about its objects from now on. A pack without an
        // index is not whole, and goes with its `.keep` file.
        for (Path keep : listFiles(common.resolve("objects/pack"))) {
            if (keep.toString().endsWith(".keep") && FetchMarker.isOrphan(PackKeepFiles.readText(keep), common)) {
                PackKeepFiles.removeAbandoned(keep);
            }
        }
    }

    // No lock shows whether a process is about to lock this file, so its age decides. A process locks it in far less
    // than ten minutes; if it comes later, its move to the final name fails and with it the fetch, which is repeated.
    private static void removeAbandoned(Path marker) throws IOException {
        Instant made = Files.getLastModifiedTime(marker).toInstant();
        if (made.isBefore(Instant.now().minus(ABANDONED))) {
            Files.deleteIfExists(marker);
        }
    }

    // JGit does not write into a half-received file which fetch it is of. The marker was made before the first of them,
    // so a file that is older than the marker is of another fetch. Native git uses other names (tmp_pack_*).
    private static void removeYounger(Path directory, String start, String end, FileTime since) throws IOException {
        for (Path file : listFiles(directory)) {
            String name = file.getFileName().toString();
            if (name.startsWith(start) && name.endsWith(end) && isYounger(file, since)) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static boolean isYounger(Path file, FileTime since) throws IOException {
        try {
            return Files.getLastModifiedTime(file).compareTo(since) >= 0;
        } catch (NoSuchFileException gone) {
            // A fetch at work has just renamed it into place.
            return false;
        }
    }

    private static List<Path> listFiles(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
    }
}
