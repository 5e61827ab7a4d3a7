package dev.reconciler.git.remote.fetch;

import dev.reconciler.git.file.DiskSync;
import dev.reconciler.git.file.PathPresence;
import dev.reconciler.git.file.SharedPermissions;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PackParser;

/**
 * The packs of a repository that have no index: a power cut leaves one where the disk kept the name of the pack, and lost
 * that of its index.
 *
 * <p>Git sees none of their objects and receives them again. The library throws away what it received where a pack of that
 * name is there, so that each later fetch of the same commits found them missing.
 */
final class OrphanPacks {
    private static final String FOLDER = "reconciler-index";
    private static final String PACK = ".pack";
    private static final int HEADER_LENGTH = 12;

    private final Repository repository;
    private final Path objects;
    private final Path packs;

    OrphanPacks(Repository repository) {
        this.repository = repository;
        this.objects = repository.getCommonDirectory().toPath().resolve("objects");
        this.packs = objects.resolve("pack");
    }

    /** Those without a {@code .keep} file: one with it is of a program at work, or a person protects it. */
    List<Path> list() throws IOException {
        List<Path> orphans = new ArrayList<>();
        for (Path file : FetchLeftovers.listFiles(packs)) {
            String name = file.getFileName().toString();
            if (name.startsWith("pack-") && name.endsWith(PACK) && hasNeither(file, ".idx", ".keep")) {
                orphans.add(file);
            }
        }
        return orphans;
    }

    private static boolean hasNeither(Path pack, String one, String other) throws IOException {
        return !PathPresence.isThere(siblingOf(pack, one)) && !PathPresence.isThere(siblingOf(pack, other));
    }

    private static Path siblingOf(Path pack, String ending) {
        return pack.resolveSibling(pack.getFileName().toString().replace(PACK, ending));
    }

    /**
     * Whether a file has had its content and its name since before an instant. A file that is copied with the time of
     * another is as new as its copy.
     */
    static boolean isOlder(Path file, Instant instant) throws IOException {
        try {
            FileTime changed = (FileTime) Files.getAttribute(file, "unix:ctime");
            return Files.getLastModifiedTime(file).toInstant().isBefore(instant)
                    && changed.toInstant().isBefore(instant);
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    /**
     * Gives a pack that no program is at work on its index. One that is not whole is set aside as {@code tmp_pack_*},
     * which git takes for garbage, and removes weeks later. The caller holds the repository's lock.
     */
    void settle(Path orphan) throws IOException {
        if (isWhole(orphan)) {
            writeIndex(orphan);
        } else {
            setAside(orphan);
        }
        DiskSync.forceIfThere(packs);
    }

    // A pack ends with the hash of all its bytes before. What this can't read is an error of the disk, and moves
    // nothing.
    private static boolean isWhole(Path pack) throws IOException {
        long length = Files.size(pack) - Constants.OBJECT_ID_LENGTH;
        if (length <= HEADER_LENGTH) {
            // Nothing, or a pack of no objects.
            return false;
        }
        MessageDigest digest = Constants.newMessageDigest();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(pack))) {
            byte[] buffer = new byte[1 << 16];
            for (long left = length; left > 0; ) {
                int read = in.readNBytes(buffer, 0, (int) Math.min(left, buffer.length));
                if (read == 0) {
                    return false;
                }
                digest.update(buffer, 0, read);
                left -= read;
            }
            return MessageDigest.isEqual(digest.digest(), in.readAllBytes());
        }
    }

    // The orphan leads to all that a kill leaves in between, until the index has its name.
    private void writeIndex(Path orphan) throws IOException {
        Path folder = objects.resolve(FOLDER);
        deleteFolder(folder);
        Files.createDirectories(folder.resolve("pack"));
        Path index = siblingOf(orphan, ".idx");
        Path hidden = packs.resolve("tmp_idx_" + index.getFileName());
        try {
            parse(orphan, folder);
            for (Path made : FetchLeftovers.listFiles(folder.resolve("pack"))) {
                if (made.toString().endsWith(".idx")) {
                    Files.move(made, hidden, StandardCopyOption.ATOMIC_MOVE);
                }
            }
        } finally {
            deleteFolder(folder);
        }
        SharedPermissions.of(repository.getConfig()).adjust(hidden);
        DiskSync.force(hidden);
        Files.move(hidden, index, StandardCopyOption.ATOMIC_MOVE);
    }

    // In a database of its own the library makes pack and index anew. The pack comes out the same, byte for byte.
    private void parse(Path orphan, Path folder) throws IOException {
        ObjectDirectory database =
                new ObjectDirectory(repository.getConfig(), folder.toFile(), null, repository.getFS(), null);
        try (ObjectInserter inserter = database.newInserter();
                InputStream in = new BufferedInputStream(Files.newInputStream(orphan))) {
            PackParser parser = inserter.newPackParser(in);
            parser.setAllowThin(false);
            parser.parse(NullProgressMonitor.INSTANCE);
        } finally {
            database.close();
        }
    }

    private static void setAside(Path orphan) throws IOException {
        Path aside =
                orphan.resolveSibling("tmp_" + orphan.getFileName().toString().replace("pack-", "pack_"));
        Files.move(orphan, aside, StandardCopyOption.ATOMIC_MOVE);
        // Git's garbage collection counts its weeks from this time.
        Files.setLastModifiedTime(aside, FileTime.from(Instant.now()));
    }

    private static void deleteFolder(Path folder) throws IOException {
        if (!PathPresence.isFolder(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
