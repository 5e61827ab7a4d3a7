package dev.reconciler.git.index;

import dev.reconciler.git.index.StagedPaths.BrokenIndexException;
import dev.reconciler.git.index.StagedPaths.UnsupportedIndexException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;

/** Finds the entries in the bytes of an index file; what is not in order is refused. */
final class IndexParser {
    private static final int EXTENSION_HEADER = 8;
    private static final String TREE = "TREE";

    private final int version;
    private final byte[] file;
    private final ByteBuffer numbers;
    private final int[] entries;
    private final int[] pathStarts;
    private final int[] pathEnds;
    private byte[] paths;
    private Optional<CacheTree> trees = Optional.empty();

    private IndexParser(int version, byte[] file, int count) {
        this.version = version;
        this.file = file;
        this.numbers = ByteBuffer.wrap(file);
        this.entries = new int[count];
        this.pathStarts = new int[count];
        this.pathEnds = new int[count];
        this.paths = file;
    }

    static IndexParser ofNothing(int version) {
        return new IndexParser(version, new byte[0], 0);
    }

    /**
     * Looks through a file.
     *
     * @throws BrokenIndexException if the file is cut short, its checksum is wrong, or its entries are out of order
     * @throws UnsupportedIndexException if the index is split, sparse, or of a version that is not known
     */
    static IndexParser parse(byte[] file) throws IOException {
        if (file.length < IndexFormat.HEADER + Constants.OBJECT_ID_LENGTH) {
            throw new BrokenIndexException("is cut short");
        }
        if (!Arrays.equals(
                file, 0, IndexFormat.SIGNATURE.length, IndexFormat.SIGNATURE, 0, IndexFormat.SIGNATURE.length)) {
            throw new BrokenIndexException("does not begin as an index does");
        }
        ByteBuffer header = ByteBuffer.wrap(file);
        int version = header.getInt(IndexFormat.SIGNATURE.length);
        if (version < IndexFormat.OLDEST_VERSION || version > IndexFormat.COMPRESSED_VERSION) {
            throw new UnsupportedIndexException("an index of version " + version);
        }
        refuseWrongChecksum(file);
        long count = Integer.toUnsignedLong(header.getInt(IndexFormat.SIGNATURE.length + Integer.BYTES));
        // More than the file has room for: memory for all of them may be more than there is.
        if (count > file.length / (IndexFormat.FIXED + 1)) {
            throw new BrokenIndexException("promises " + count + " entries and is cut short");
        }
        IndexParser index = new IndexParser(version, file, (int) count);
        index.readExtensions(index.readEntries());
        // After the extensions: the entries of a split index are in another order.
        index.refuseWrongOrder();
        return index;
    }

    // With index.skipHash git leaves zeros in the place of the checksum.
    private static void refuseWrongChecksum(byte[] file) throws BrokenIndexException {
        int body = file.length - Constants.OBJECT_ID_LENGTH;
        byte[] kept = Arrays.copyOfRange(file, body, file.length);
        if (Arrays.equals(kept, new byte[Constants.OBJECT_ID_LENGTH])) {
            return;
        }
        MessageDigest checksum = Constants.newMessageDigest();
        checksum.update(file, 0, body);
        if (!Arrays.equals(kept, checksum.digest())) {
            throw new BrokenIndexException("has a wrong checksum");
        }
    }

    /** @return where the extensions begin */
    private int readEntries() throws BrokenIndexException {
        int end = file.length - Constants.OBJECT_ID_LENGTH;
        int at = IndexFormat.HEADER;
        PathArena arena = new PathArena(version == IndexFormat.COMPRESSED_VERSION ? file.length : 0);
        for (int i = 0; i < entries.length; i++) {
            if (at + IndexFormat.FIXED > end) {
                throw new BrokenIndexException("is cut short");
            }
            entries[i] = at;
            int path = at + IndexFormat.FIXED + (isExtended(at) ? 2 : 0);
            at = version == IndexFormat.COMPRESSED_VERSION
                    ? readCompressedPath(arena, i, path, end)
                    : readPath(i, path, end);
        }
        return at;
    }

    private int readPath(int entry, int start, int end) throws BrokenIndexException {
        pathStarts[entry] = start;
        pathEnds[entry] = findNul(start, end);
        // Padded with one to eight zeros, so that the next entry begins at a multiple of eight.
        int length = pathEnds[entry] - entries[entry];
        return entries[entry] + (length + 8) / 8 * 8;
    }

    private int readCompressedPath(PathArena arena, int entry, int start, int end) throws BrokenIndexException {
        // As git's decode_varint: how many bytes at the end of the path before are not part of this one.
        int at = start;
        long dropped = file[at] & 0x7f;
        while ((file[at] & 0x80) != 0) {
            at++;
            if (at >= end || dropped > Integer.MAX_VALUE) {
                throw new BrokenIndexException("has an entry without a path");
            }
            dropped = ((dropped + 1) << 7) + (file[at] & 0x7f);
        }
        at++;
        int nul = findNul(at, end);
        int before = entry == 0 ? 0 : pathEnds[entry - 1] - pathStarts[entry - 1];
        if (dropped > before) {
            throw new BrokenIndexException("has an entry without a path");
        }
        int shared = before - (int) dropped;
        pathStarts[entry] = arena.length();
        arena.append(entry == 0 ? 0 : pathStarts[entry - 1], shared, file, at, nul - at);
        pathEnds[entry] = arena.length();
        paths = arena.bytes();
        return nul + 1;
    }

    private int findNul(int start, int end) throws BrokenIndexException {
        int at = start;
        while (at < end && file[at] != 0) {
            at++;
        }
        if (at == end) {
            throw new BrokenIndexException("has a path without an end");
        }
        return at;
    }

    // As git's check_ce_order: a search for a path would pass over entries that are out of order.
    private void refuseWrongOrder() throws BrokenIndexException {
        for (int entry = 1; entry < entries.length; entry++) {
            int order = Arrays.compareUnsigned(
                    paths, pathStarts[entry - 1], pathEnds[entry - 1], paths, pathStarts[entry], pathEnds[entry]);
            if (order > 0 || (order == 0 && readStage(entry - 1) >= readStage(entry))) {
                throw new BrokenIndexException("has its entries out of order");
            }
        }
    }

    private void readExtensions(int start) throws IOException {
        int end = file.length - Constants.OBJECT_ID_LENGTH;
        int at = start;
        while (at + EXTENSION_HEADER <= end) {
            String name = new String(file, at, Integer.BYTES, StandardCharsets.ISO_8859_1);
            int length = numbers.getInt(at + Integer.BYTES);
            at += EXTENSION_HEADER;
            if (length < 0 || length > end - at) {
                throw new BrokenIndexException("is cut short");
            }
            readExtension(name, at, length);
            at += length;
        }
    }

    private void readExtension(String name, int start, int length) throws IOException {
        // A name that begins with a small letter says that a reader must understand it.
        if (!Character.isUpperCase(name.charAt(0))) {
            throw new UnsupportedIndexException(
                    switch (name) {
                        case "link" -> "a split index (git update-index --no-split-index makes it whole)";
                        case "sdir" -> "a sparse index (git sparse-checkout disable makes it whole)";
                        default -> "an index with the extension " + name;
                    });
        }
        if (name.equals(TREE)) {
            trees = CacheTree.parse(file, start, length);
        }
    }

    private boolean isExtended(int entry) {
        return (readFlags(entry) & IndexFormat.EXTENDED) != 0;
    }

    private int readStage(int number) {
        return (readFlags(entries[number]) >> 12) & 3;
    }

    private int readFlags(int entry) {
        return numbers.getShort(entry + IndexFormat.FLAGS) & 0xffff;
    }

    int version() {
        return version;
    }

    byte[] file() {
        return file;
    }

    /** Where the fixed fields of each entry begin. */
    int[] entries() {
        return entries;
    }

    /** The bytes that have the paths: those of the file, or of an array of their own. */
    byte[] paths() {
        return paths;
    }

    int[] pathStarts() {
        return pathStarts;
    }

    int[] pathEnds() {
        return pathEnds;
    }

    Optional<CacheTree> trees() {
        return trees;
    }

    /** All paths, one after the other. */
    private static final class PathArena {
        private byte[] bytes;
        private int length;

        PathArena(int room) {
            bytes = new byte[room];
        }

        void append(int shared, int sharedLength, byte[] from, int start, int more) {
            if (length + sharedLength + more > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + sharedLength + more));
            }
            System.arraycopy(bytes, shared, bytes, length, sharedLength);
            System.arraycopy(from, start, bytes, length + sharedLength, more);
            length += sharedLength + more;
        }

        int length() {
            return length;
        }

        byte[] bytes() {
            return bytes;
        }
    }
}
