package dev.reconciler.git.index;

import dev.reconciler.git.tree.TreeDiff;
import dev.reconciler.git.tree.TreeEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/**
 * The entries of an index, kept as the bytes of the file: 200,000 of them take as much memory as the file does.
 *
 * <p>Versions 2, 3 and 4 of the format are read ({@code gitformat-index}). An extension that git has to understand and
 * this class does not makes the index {@link UnsupportedIndexException}; of those that git may pass over, the {@link
 * CacheTree} is kept and the others are not: git makes them anew.
 */
public final class StagedPaths {
    private final int version;
    private final byte[] file;
    private final ByteBuffer numbers;

    /** Where the fixed fields of each entry begin. */
    private final int[] entries;

    // The path of an entry is from pathStarts[i] to pathEnds[i] of these bytes: of the file itself, or, where the file
    // leaves out what a path has in common with the one before it, of an array of their own.
    private final byte[] paths;
    private final int[] pathStarts;
    private final int[] pathEnds;

    private final long modifiedSeconds;
    private final Optional<CacheTree> trees;

    /** What a parser found in a file. */
    StagedPaths(IndexParser parsed, long modifiedSeconds) {
        this.version = parsed.version();
        this.file = parsed.file();
        this.numbers = ByteBuffer.wrap(file);
        this.entries = parsed.entries();
        this.paths = parsed.paths();
        this.pathStarts = parsed.pathStarts();
        this.pathEnds = parsed.pathEnds();
        this.modifiedSeconds = modifiedSeconds;
        this.trees = parsed.trees();
    }

    /** An index without entries, of the version that the file shall get. */
    public static StagedPaths empty(int version) {
        return new StagedPaths(IndexParser.ofNothing(version), Long.MAX_VALUE);
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
        return new StagedPaths(IndexParser.parse(file), modifiedSeconds);
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

    /** Whether each of these files is staged as it is after its change. */
    public boolean holdAll(List<TreeDiff.FileChange> changes) {
        return changes.stream().allMatch(this::holdFile);
    }

    private boolean holdFile(TreeDiff.FileChange change) {
        int entry = find(change.path().bytes());
        TreeEntry after = change.after();
        if (entry < 0 || after == null) {
            return entry < 0 && after == null;
        }
        return stage(entry) == 0 && !isIntentToAdd(entry) && after.equals(new TreeEntry(mode(entry), id(entry)));
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
        return ObjectId.fromRaw(file, entries[entry] + IndexFormat.ID);
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
        return (flags(entry) & IndexFormat.EXTENDED) != 0;
    }

    int flags(int entry) {
        return numbers.getShort(entries[entry] + IndexFormat.FLAGS) & 0xffff;
    }

    int extendedFlags(int entry) {
        return isExtended(entry) ? numbers.getShort(entries[entry] + IndexFormat.FIXED) & 0xffff : 0;
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
