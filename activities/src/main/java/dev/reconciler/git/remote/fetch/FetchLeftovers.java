package dev.reconciler.git.remote.fetch;

import dev.reconciler.git.file.DiskSync;
import dev.reconciler.git.file.PathPresence;
import dev.reconciler.git.file.SystemBoot;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.PackKeepFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Repository;

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
 *   <tr><td>the same, by a power cut</td><td>the marker, and perhaps a {@code .keep} file with
 *     a part of its text</td></tr>
 *   <tr><td>between the pack and its index, by a power cut</td><td>the marker, and one of the {@link OrphanPacks}; of a
 *     replay, its folder and one of them</td></tr>
 *   <tr><td>between the removal of the marker and that of a {@code .keep} file, in this sweep</td><td>the {@code .keep}
 *     file alone, which names a marker that is not there</td></tr>
 * </table>
 */
public final class FetchLeftovers {
    private static final String NEW = ".new";

    /** No fetch, and no replay, takes longer: its run gives it up before. */
    private static final Duration LONGEST_FETCH = Duration.ofHours(2);

    private FetchLeftovers() {}

    /**
     * Removes what belongs to fetches of this program whose process is gone. The caller holds the {@link
     * dev.reconciler.git.lock.RepositoryLock}, so no two sweeps meet. A fetch holds no lock and may be at work.
     *
     * @param killedReplay when a killed process was last at work on a replay; its pack too may have lost its index
     */
    public static void sweep(DataRepository repository, Optional<Instant> killedReplay) throws IOException {
        Path common = repository.directory().commonDir();
        List<Path> dead = new ArrayList<>();
        boolean isOtherAtWork = false;
        for (Path marker : listFiles(FetchMarker.directoryIn(common))) {
            if (!PathPresence.isFile(marker)) {
                // Of somebody else.
                continue;
            }
            if (marker.toString().endsWith(NEW)) {
                // Whoever makes a marker holds the lock that the caller has: this one is of a killed process.
                Files.deleteIfExists(marker);
            } else if (FetchMarker.isDead(marker)) {
                dead.add(marker);
            } else {
                isOtherAtWork |= isYounger(marker, FileTime.from(Instant.now().minus(LONGEST_FETCH)));
            }
        }
        // What is half received does not say of which fetch it is: it stays while another one is at work.
        if (!isOtherAtWork) {
            for (Path marker : dead) {
                FileTime since = Files.getLastModifiedTime(marker);
                removeReceived(common.resolve("objects"), since);
                settleOrphans(new OrphanPacks(repository.git()), since.toInstant());
                // Last: a sweep that is killed before this line, or cut off the power, is repeated by the next run. The
                // disk would forget that what the marker led to is gone, and keep that the marker is.
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
        if (killedReplay.isPresent()) {
            // Its pack was whole when it left the folder, and so is older than the folder's last change.
            settleOrphans(new OrphanPacks(repository.git()), killedReplay.get().minus(LONGEST_FETCH));
        }
        settleOrphansOfBoot(new OrphanPacks(repository.git()));
    }

    private static void settleOrphans(OrphanPacks orphans, Instant since) throws IOException {
        FileTime begin = FileTime.from(since);
        FileTime end = FileTime.from(since.plus(LONGEST_FETCH).plusMillis(1));
        for (Path pack : orphans.list()) {
            if (isYounger(pack, begin) && !isYounger(pack, end)) {
                orphans.settle(pack);
            }
        }
    }

    // No program of this machine has lived since before its start: whoever made them does not come back for them.
    private static void settleOrphansOfBoot(OrphanPacks orphans) throws IOException {
        List<Path> found = orphans.list();
        Optional<Instant> boot = found.isEmpty() ? Optional.empty() : SystemBoot.time();
        for (Path pack : found) {
            if (boot.isPresent() && OrphanPacks.isOlder(pack, boot.get())) {
                orphans.settle(pack);
            }
        }
    }

    /** Removes it, and returns once it is gone from the disk too. */
    private static void removeReceived(Path objects, FileTime since) throws IOException {
        Path packs = objects.resolve("pack");
        DiskSync removed = new DiskSync();
        removeYounger(objects, "incoming_", "", since, removed);
        removeYounger(packs, "pack-", ".keep.lock", since, removed);
        removeCutKeepFiles(packs, since, removed);
        removed.flush();
    }

    /**
     * Ends a fetch that failed. Where the disk kept the library from removing what was half received, the marker stays, so
     * that the next sweep finds it.
     */
    public static void endFailed(Repository repository, FetchMarker marker) throws IOException {
        Path objects = repository.getCommonDirectory().toPath().resolve("objects");
        boolean isLeft;
        try {
            FileTime began = marker.began();
            isLeft = hasYounger(objects, "incoming_", "", began)
                    || hasYounger(objects.resolve("pack"), "pack-", ".keep.lock", began);
        } catch (IOException unknown) {
            isLeft = true;
        }
        if (isLeft) {
            marker.abandon();
        } else {
            marker.close();
        }
    }

    private static boolean hasYounger(Path directory, String start, String end, FileTime since) throws IOException {
        return !listYounger(directory, start, end, since).isEmpty();
    }

    // The text of a `.keep` file is synced only after the library has written it: a power cut before leaves the name
    // alone, zeros, or a beginning. One that a person has made without text is older or younger than the fetch, but for
    // one made while the fetch was at work.
    private static void removeCutKeepFiles(Path packs, FileTime since, DiskSync removed) throws IOException {
        FileTime end = FileTime.from(since.toInstant().plus(LONGEST_FETCH));
        for (Path file : listYounger(packs, "", ".keep", since)) {
            if (!isYounger(file, end) && isCut(file)) {
                PackKeepFiles.removeAbandoned(file);
                removed.addName(file);
            }
        }
    }

    private static boolean isCut(Path keep) throws IOException {
        return Files.isReadable(keep) && FetchMarker.isCutText(PackKeepFiles.readText(keep));
    }

    // JGit does not write into a half-received file which fetch it is of. The marker was made before the first of them,
    // so a file that is older than the marker is of another fetch. Native git uses other names (tmp_pack_*).
    private static void removeYounger(Path directory, String start, String end, FileTime since, DiskSync removed)
            throws IOException {
        for (Path file : listYounger(directory, start, end, since)) {
            Files.deleteIfExists(file);
            removed.addName(file);
        }
    }

    private static List<Path> listYounger(Path directory, String start, String end, FileTime since) throws IOException {
        List<Path> younger = new ArrayList<>();
        for (Path file : listFiles(directory)) {
            String name = file.getFileName().toString();
            if (name.startsWith(start) && name.endsWith(end) && isYounger(file, since)) {
                younger.add(file);
            }
        }
        return younger;
    }

    private static boolean isYounger(Path file, FileTime since) throws IOException {
        try {
            return Files.getLastModifiedTime(file).compareTo(since) >= 0;
        } catch (NoSuchFileException gone) {
            // A fetch at work has just renamed it into place.
            return false;
        }
    }

    static List<Path> listFiles(Path directory) throws IOException {
        if (!PathPresence.isFolder(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
    }
}
