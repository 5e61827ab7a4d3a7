package dev.reconciler.git.index;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/**
 * The entries of an index, kept as the bytes of the file: 200,000 of them take as much memory as the file does.
 *
 * <p>Versions 2, 3 and 4 of the format are read ({@code gitformat-index}). An extension that git has to understand and
 * this class does not makes the index {@link UnsupportedIndexException}; of those that git may pass over, the {@link
 * CacheTree} is kept and the others are not: git makes them anew.
 */
public final class StagedPaths {
    static final byte[] SIGNATURE = "DIRC".getBytes(StandardCharsets.US_ASCII);
    static final int HEADER = 12;
    static final int OLDEST_VERSION = 2;
    static final int EXTENDED_VERSION = 3;
    static final int COMPRESSED_VERSION = 4;

    // The fields of an entry up to its path: ten numbers of four bytes, the object, and the flags.
    static final int ID = 40;
    static final int FLAGS = ID + Constants.OBJECT_ID_LENGTH;
    static final int FIXED = FLAGS + 2;
    static final int EXTENDED = 0x4000;
    static final int NAME_LENGTH = 0x0fff;

    private static final int EXTENSION_HEADER = 8;
    private static final String TREE = "TREE";

    private final int version;
    private final byte[] file;
    private final ByteBuffer numbers;

    /** Where the fixed fields of each entry begin. */
    private final int[] entries;

    // The path of an entry is from pathStarts[i] to pathEnds[i] of these bytes: of the file itself, or, where the file
    // leaves out what a path has in common with the one before it, of an array of their own.
    private byte[] paths;
    private final int[] pathStarts;
    private final int[] pathEnds;

    private final long modifiedSeconds;
    private Optional<CacheTree> trees = Optional.empty();

    private StagedPaths(int version, byte[] file, int count, long modifiedSeconds) {
        this.version = version;
        this.file = file;
        this.numbers = ByteBuffer.wrap(file);
        this.entries = new int[count];
        this.paths = file;
        this.pathStarts = new int[count];
        this.pathEnds = new int[count];
        this.modifiedSeconds = modifiedSeconds;
    }

    /** An index without entries, of the version that the file shall get. */
    public static StagedPaths empty(int version) {
        return new StagedPaths(version, new byte[0], 0, Long.MAX_VALUE);
    }

    /**
     * Reads an index file.
     *
     * @return empty where there is none
     * @throws BrokenIndexException if the file is cut short, its checksum is wrong, or its entries are out of order
     * @throws UnsupportedIndexException if the index is split, sparse, or of a version that is not known
     */
    public static Optional<StagedPaths> read(Path file) throws IOException {
        try {
            // The time first: a file that is replaced in between only looks older, and more entries are compared.
            Instant modified = Files.getLastModifiedTime(file).toInstant();
            return Optional.of(parse(Files.readAllBytes(file), modified.getEpochSecond()));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    /** @param modifiedSeconds when the file was written; entries of files that are no older are compared by content */
    static StagedPaths parse(byte[] file, long modifiedSeconds) throws IOException {
        if (file.length < HEADER + Constants.OBJECT_ID_LENGTH) {
            throw new BrokenIndexException("is cut short");
        }
        if (!Arrays.equals(file, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length)) {
            throw new BrokenIndexException("does not begin as an index does");
        }
        ByteBuffer header = ByteBuffer.wrap(file);
        int version = header.getInt(SIGNATURE.length);
        if (version < OLDEST_VERSION || version > COMPRESSED_VERSION) {
            throw new UnsupportedIndexException("an index of version " + version);
        }
        refuseWrongChecksum(file);
        long count = Integer.toUnsignedLong(header.getInt(SIGNATURE.length + Integer.BYTES));
        // More than the file has room for: memory for all of them may be more than there is.
        if (count > file.length / (FIXED + 1)) {
            throw new BrokenIndexException("promises " + count + " entries and is cut short");
        }
        StagedPaths index = new StagedPaths(version, file, (int) count, modifiedSeconds);
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
        int at = HEADER;
        PathArena arena = new PathArena(version == COMPRESSED_VERSION ? file.length : 0);
        for (int i = 0; i < entries.length; i++) {
            if (at + FIXED > end) {
                throw new BrokenIndexException("is cut short");
            }
            entries[i] = at;
            int path = at + FIXED + (isExtended(i) ? 2 : 0);
            at = version == COMPRESSED_VERSION ? readCompressedPath(arena, i, path, end) : readPath(i, path, end);
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
            if (order > 0 || (order == 0 && stage(entry - 1) >= stage(entry))) {
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

    /** How many entries there are. */
    public int size() {
        return entries.length;
    }

    /**
     * Finds the first entry of a path.
     *
     * @return its number; where there is none, minus one minus the number of the entry before which it would stand
     */
    public int find(byte[] path) {
        int low = 0;
        int high = entries.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (comparePath(middle, path) < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return low < entries.length && comparePath(low, path) == 0 ? low : -low - 1;
    }

    private int comparePath(int entry, byte[] path) {
        return Arrays.compareUnsigned(paths, pathStarts[entry], pathEnds[entry], path, 0, path.length);
    }

    /** Whether an entry is below a folder. */
    public boolean isBelow(int entry, byte[] folder) {
        int start = pathStarts[entry];
        return pathEnds[entry] - start > folder.length
                && paths[start + folder.length] == '/'
                && Arrays.equals(paths, start, start + folder.length, folder, 0, folder.length);
    }

    /** Finds the paths beside which a file can't be staged, because a path can't be a file and a folder at once. */
    public List<byte[]> findClashes(byte[] path) {
        List<byte[]> clashes = new ArrayList<>();
        // The entries below a folder a stand after a itself, among a- and a0.
        byte[] below = Arrays.copyOf(path, path.length + 1);
        below[path.length] = '/';
        int at = find(below);
        for (int i = at < 0 ? -at - 1 : at; i < size() && isBelow(i, path); i++) {
            clashes.add(path(i));
        }
        for (int i = 0; i < path.length; i++) {
            byte[] parent = Arrays.copyOf(path, i);
            if (path[i] == '/' && find(parent) >= 0) {
                clashes.add(parent);
            }
        }
        return clashes;
    }

    /** The path of an entry. */
    public byte[] path(int entry) {
        return Arrays.copyOfRange(paths, pathStarts[entry], pathEnds[entry]);
    }

    /** The mode of an entry, as the bits that git has. */
    public int mode(int entry) {
        return numbers.getInt(entries[entry] + 24);
    }

    /** The object of an entry. */
    public ObjectId id(int entry) {
        return ObjectId.fromRaw(file, entries[entry] + ID);
    }

    /** What the disk said of the file when the entry was made. */
    public FileStat stat(int entry) {
        return FileStat.parse(numbers, entries[entry]);
    }

    /** 0, or 1 to 3 for the sides of a conflict. */
    public int stage(int entry) {
        return (flags(entry) >> 12) & 3;
    }

    /** Whether a person only said that the file would be added: its content is not staged. */
    public boolean isIntentToAdd(int entry) {
        return (extendedFlags(entry) & 0x2000) != 0;
    }

    /** Whether git passes the file over: {@code git update-index --skip-worktree}. */
    public boolean isSkipWorkTree(int entry) {
        return (extendedFlags(entry) & 0x4000) != 0;
    }

    boolean isExtended(int entry) {
        return (flags(entry) & EXTENDED) != 0;
    }

    int flags(int entry) {
        return numbers.getShort(entries[entry] + FLAGS) & 0xffff;
    }

    int extendedFlags(int entry) {
        return isExtended(entry) ? numbers.getShort(entries[entry] + FIXED) & 0xffff : 0;
    }

    /** Where the fields of an entry begin in {@link #bytes}. */
    int offset(int entry) {
        return entries[entry];
    }

    byte[] bytes() {
        return file;
    }

    int version() {
        return version;
    }

    /**
     * Whether the file may have been edited after the entry was made without a trace in its times, as git's {@code
     * is_racy_stat}: it is no older than the index, by the second.
     */
    boolean isRacy(int entry) {
        return Integer.toUnsignedLong(numbers.getInt(entries[entry] + 8)) >= modifiedSeconds;
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

    /** The file is no whole index. The message goes on from the name of the file. */
    public static final class BrokenIndexException extends IOException {
        private static final long serialVersionUID = 1L;

        BrokenIndexException(String what) {
            super(what);
        }
    }

    /** The index is of a kind that can't be handled without risk; the message names the kind. */
    public static final class UnsupportedIndexException extends IOException {
        private static final long serialVersionUID = 1L;

        UnsupportedIndexException(String what) {
            super(what);
        }
    }
}
