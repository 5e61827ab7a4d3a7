package dev.reconciler.git.history;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Finds out whether a repository has an object, without reading the whole index of a pack.
 *
 * <p>The library reads all of an index before it answers. For a big repository that is in sync, that costs more than
 * everything else that a run does there. Here a binary search reads some twenty entries of the file instead.
 */
public final class ObjectLookup {
    // The parts of an index of version 2, in this order:
    //   header   the magic number and the version, 4 bytes each
    //   fan-out  256 numbers of 4 bytes: number i counts the objects whose first byte is at most i
    //   ids      20 bytes each, sorted
    private static final int MAGIC = 0xff744f63;
    private static final int VERSION = 2;
    private static final int HEADER = 8;
    private static final int FANOUT = 256 * 4;
    private static final int ID_LENGTH = 20;

    private ObjectLookup() {}

    /**
     * Whether the object is there.
     *
     * @param objects the folder {@code objects} of the repository
     * @return true only where the object is there. False in doubt: an object is not found in an alternate, nor through an
     *     index of another version or one that is broken
     */
    public static boolean finds(Path objects, ObjectId id) throws IOException {
        // First the loose objects, as git does: one question to the file system.
        String name = id.name();
        if (Files.exists(objects.resolve(name.substring(0, 2)).resolve(name.substring(2)))) {
            return true;
        }
        for (Path index : listIndexes(objects.resolve("pack"))) {
            try (FileChannel file = FileChannel.open(index)) {
                if (searchIndex(file, id)) {
                    return true;
                }
            } catch (NoSuchFileException | EOFException collected) {
                // A garbage collection of the application has replaced the index since the folder was listed, or the
                // index was never whole. The caller asks the library then.
            }
        }
        return false;
    }

    private static List<Path> listIndexes(Path packs) throws IOException {
        if (!Files.isDirectory(packs)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(packs)) {
            return entries.filter(entry -> entry.toString().endsWith(".idx")).collect(Collectors.toList());
        }
    }

    private static boolean searchIndex(FileChannel index, ObjectId id) throws IOException {
        ByteBuffer header = readFully(index, 0, HEADER + FANOUT);
        if (header.getInt() != MAGIC || header.getInt() != VERSION) {
            return false;
        }
        // The ids that begin with byte b are those from number fanout[b - 1] up to, but not with, fanout[b].
        int bucket = id.getFirstByte();
        int low = bucket == 0 ? 0 : header.getInt(HEADER + (bucket - 1) * 4);
        int high = header.getInt(HEADER + bucket * 4);
        // The id, if it is there, has a number from low up to, but not with, high.
        while (low < high) {
            int middle = (low + high) >>> 1;
            int order = compareEntry(readFully(index, HEADER + FANOUT + (long) middle * ID_LENGTH, ID_LENGTH), id);
            if (order == 0) {
                return true;
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle;
        }
        return false;
    }

    /** @return negative where the entry comes before the id, positive where it comes after it */
    private static int compareEntry(ByteBuffer entry, ObjectId id) {
        byte[] raw = new byte[ID_LENGTH];
        entry.get(raw);
        return -id.compareTo(raw, 0);
    }

    private static ByteBuffer readFully(FileChannel file, long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, position + buffer.position()) < 0) {
                throw new EOFException("index of a pack: nothing at " + position);
            }
        }
        return buffer.flip();
    }
}
