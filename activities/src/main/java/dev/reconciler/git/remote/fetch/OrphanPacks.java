package dev.reconciler.git.remote.fetch;

import dev.reconciler.git.file.DiskSync;
import dev.reconciler.git.file.PathPresence;
import dev.reconciler.git.file.SharedPermissions;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
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
 * The packs of a repository that have no index, or a damaged one: a power cut leaves one where the disk kept the name of the
 * pack, and lost that of its index.
 *
 * <p>Git sees none of their objects and receives them again. The library throws away what it received where a pack of that
 * name is there, so that each later fetch of the same commits found them missing.
 */
final class OrphanPacks {
    private static final String FOLDER = "reconciler-index";
    private static final String PACK = ".pack";
    private static final String INDEX = ".idx";
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
            if (name.startsWith("pack-") && name.endsWith(PACK) && hasNeither(file, INDEX, ".keep")) {
                orphans.add(file);
            }
        }
        return orphans;
    }

    /** Those whose index is not whole, or is that of another pack. */
    List<Path> listDamaged() throws IOException {
        List<Path> damaged = new ArrayList<>();
        for (Path index : FetchLeftovers.listFiles(packs)) {
            String name = index.getFileName().toString();
            Path pack = index.resolveSibling(name.replace(INDEX, PACK));
            if (name.startsWith("pack-") && name.endsWith(INDEX) && PathPresence.isFile(pack) && !isOf(index, pack)) {
                damaged.add(pack);
            }
        }
        return damaged;
    }

    // An index ends with the last hash of its pack, and with one of its own.
    private static boolean isOf(Path index, Path pack) throws IOException {
        return isWhole(index) && Arrays.equals(readHash(index, 2), readHash(pack, 1));
    }

    private static byte[] readHash(Path file, int fromEnd) throws IOException {
        byte[] hash = new byte[Constants.OBJECT_ID_LENGTH];
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
            open.seek(Math.max(0, open.length() - (long) fromEnd * hash.length));
            open.readFully(hash);
            return hash;
        } catch (EOFException tooShort) {
            return new byte[0];
        }
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
        if (!writeIndexIfWhole(orphan)) {
            setAside(orphan);
            DiskSync.forceIfThere(packs);
        }
    }

    /** Gives a pack an index, in the place of a damaged one; false where the pack is not whole, and nothing is done. */
    boolean writeIndexIfWhole(Path pack) throws IOException {
        boolean isWhole = isWhole(pack);
        if (isWhole) {
            writeIndex(pack);
            DiskSync.forceIfThere(packs);
        }
        return isWhole;
    }

    // A pack and an index end with the hash of all bytes before. What this can't read is an error of the disk, and
    // moves nothing.
    private static boolean isWhole(Path file) throws IOException {
        long length = Files.size(file) - Constants.OBJECT_ID_LENGTH;
        if (length <= HEADER_LENGTH) {
            // Nothing, or a pack of no objects.
            return false;
        }
        MessageDigest digest = Constants.newMessageDigest();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
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
        Path index = siblingOf(orphan, INDEX);
        Path hidden = packs.resolve("tmp_idx_" + index.getFileName());
        try {
            parse(orphan, folder);
            for (Path made : FetchLeftovers.listFiles(folder.resolve("pack"))) {
                if (made.toString().endsWith(INDEX)) {
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
