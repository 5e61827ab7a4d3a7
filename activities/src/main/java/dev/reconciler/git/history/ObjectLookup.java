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
 * Whether a repository has an object, found out without reading the whole index of a pack, as the library does: that
 * costs more than all the rest of a look at a big repository that is in sync.
 */
public final class ObjectLookup {
    private static final int MAGIC = 0xff744f63;
    private static final int VERSION = 2;
    private static final int HEADER = 8;
    private static final int FANOUT = 256 * 4;
    private static final int ID_LENGTH = 20;

    private ObjectLookup() {}

    /** True only where it is there; an object of an alternate, or in an index of another kind or one that is broken, is not found. */
    public static boolean finds(Path objects, ObjectId id) throws IOException {
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
                // A garbage collection of the application's has replaced it, or it was never whole.
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
        int bucket = id.getFirstByte();
        int low = bucket == 0 ? 0 : header.getInt(HEADER + (bucket - 1) * 4);
        int high = header.getInt(HEADER + bucket * 4);
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
