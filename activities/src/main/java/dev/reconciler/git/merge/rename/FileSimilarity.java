package dev.reconciler.git.merge.rename;

import dev.reconciler.git.diff.BinaryContent;
import dev.reconciler.git.tree.MergeObjects;
import dev.reconciler.git.tree.TreeEntry;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Measures how much of one file is found in another, as {@code estimate_similarity} of git's {@code diffcore-rename.c}
 * and {@code diffcore_count_changes} of {@code diffcore-delta.c} do: in pieces of a line each, cut at 64 bytes and
 * weighed by their length. The order of the pieces counts for nothing.
 *
 * <p>An example: of the lines {@code abcX}, the text {@code Ycba} has three of four. That is a score of 45,000, or 75 %.
 *
 * <p>Before version 2.44, git did not count a last piece without a line feed.
 */
final class FileSimilarity {
    /** The score of two files that are the same. */
    static final int MAX_SCORE = 60_000;
    /** From this score on, a deleted and an added file are a rename: git's DEFAULT_RENAME_SCORE, 50 %. */
    static final int RENAME_SCORE = MAX_SCORE / 2;

    private static final int PIECE_LENGTH = 64;
    // Git's HASHBASE, a prime.
    private static final int BUCKETS = 107_927;
    private static final int CHUNK = 1 << 16;
    // How many pieces stay in memory, at some tens of bytes each. A file has as many as there are buckets at most.
    private static final int CACHED_PIECES = 1_000_000;

    private final MergeObjects objects;
    private final LinkedHashMap<ObjectId, ContentPieces> known = new LinkedHashMap<>(64, 0.75f, true);
    private int cachedPieces;

    FileSimilarity(MergeObjects objects) {
        this.objects = objects;
    }

    /**
     * Measures as the newest git does.
     *
     * @return from 0 to {@link #MAX_SCORE}; 0 for anything but two regular files
     * @throws IOException if a file can't be read
     */
    int estimateSimilarity(TreeEntry one, TreeEntry other) throws IOException {
        return computeScore(one, other, true);
    }

    /**
     * Tells whether all versions of git agree on whether two files are that much alike.
     *
     * @param alike the lowest score that is enough
     */
    boolean isSameInAllVersions(TreeEntry one, TreeEntry other, int alike) throws IOException {
        return computeScore(one, other, true) >= alike == computeScore(one, other, false) >= alike;
    }

    private int computeScore(TreeEntry one, TreeEntry other, boolean withLast) throws IOException {
        // A symbolic link or a submodule is renamed only as it is.
        if (!one.isRegular() || !other.isRegular()) {
            return 0;
        }
        long size = objects.blobSize(one.id());
        long otherSize = objects.blobSize(other.id());
        long larger = Math.max(size, otherSize);
        // The larger file is the measure. Where it has more than twice the bytes of the smaller one, less than half of
        // it can be common, and no content is read. Basename renames ask for more than half; git tests with that then,
        // which saves reading and gives the same renames.
        if (larger * (MAX_SCORE - RENAME_SCORE) < Math.abs(size - otherSize) * MAX_SCORE || otherSize == 0) {
            return 0;
        }
        return (int) (readPieces(one.id()).sumCommon(readPieces(other.id()), withLast) * MAX_SCORE / larger);
    }

    // Each file is cut once, though it is compared with many others, unless the pieces of others have filled the
    // memory.
    private ContentPieces readPieces(ObjectId id) throws IOException {
        ContentPieces pieces = known.get(id);
        if (pieces == null) {
            pieces = countPieces(id);
            known.put(id, pieces);
            cachedPieces += pieces.lengths().size();
            // The map is in the order of use, so the file that was not compared for the longest time goes first.
            var eldest = known.entrySet().iterator();
            while (cachedPieces > CACHED_PIECES && known.size() > 2) {
                cachedPieces -= eldest.next().getValue().lengths().size();
                eldest.remove();
            }
        }
        return pieces;
    }

    // The file is read as a stream: it may be larger than the memory.
    private ContentPieces countPieces(ObjectId id) throws IOException {
        try (InputStream in = objects.openBlob(id)) {
            byte[] chunk = in.readNBytes(CHUNK);
            PieceCounter counter = new PieceCounter(!BinaryContent.isBinary(chunk));
            while (chunk.length > 0) {
                for (byte next : chunk) {
                    counter.accept(next & 0xff);
                }
                chunk = in.readNBytes(CHUNK);
            }
            return counter.finish();
        }
    }

    /** Cuts a content, byte by byte: {@code hash_chars} of git. "ab\ncd\nab\n" is the piece "ab\n" with 6 bytes and "cd\n" with 3. */
    private static final class PieceCounter {
        private final Map<Integer, Long> pieces = new HashMap<>();
        private final boolean isText;
        private boolean isAfterReturn;
        private int low;
        private int high;
        private int length;

        PieceCounter(boolean isText) {
            this.isText = isText;
        }

        void accept(int next) {
            // A text of another system has the same pieces: a carriage return before a line feed is passed over. It
            // still counts in the size of the file.
            if (isAfterReturn && next != '\n') {
                add('\r');
            }
            isAfterReturn = isText && next == '\r';
            if (!isAfterReturn) {
                add(next);
            }
        }

        private void add(int next) {
            // 64 bits in two halves, turned by 7 for each byte: what leaves one half comes back in the other.
            int before = low;
            low = low << 7 ^ high >>> 25;
            high = high << 7 ^ before >>> 25;
            low += next;
            length++;
            // A piece ends behind a line feed, and behind its 64th byte. In a binary that is most often the latter.
            if (length == PIECE_LENGTH || next == '\n') {
                pieces.merge(hashPiece(low, high), (long) length, Long::sum);
                low = 0;
                high = 0;
                length = 0;
            }
        }

        ContentPieces finish() {
            if (isAfterReturn) {
                add('\r');
            }
            if (length == 0) {
                return new ContentPieces(pieces, null, 0);
            }
            // The last piece has no line feed. It is counted, and remembered for the versions of git that passed over
            // it.
            pieces.merge(hashPiece(low, high), (long) length, Long::sum);
            return new ContentPieces(pieces, hashPiece(low, high), length);
        }
    }

    // Two different pieces may get one number. Git has the same numbers, and so the same wrong counts.
    private static int hashPiece(int low, int high) {
        return Integer.remainderUnsigned(low + high * 0x61, BUCKETS);
    }

    /**
     * A content by its pieces.
     *
     * @param lengths how many bytes there are of each
     * @param last the piece that no line feed ends; null where there is none
     * @param lastLength its length in bytes
     */
    private record ContentPieces(
            Map<Integer, Long> lengths, @Nullable Integer last, int lastLength) {
        long lengthOf(Integer piece, boolean withLast) {
            long length = lengths.getOrDefault(piece, 0L);
            return withLast || !piece.equals(last) ? length : length - lastLength;
        }

        /** Sums up, for each piece, the bytes that both have of it: of aaab and aacc that is twice the piece a. */
        long sumCommon(ContentPieces other, boolean withLast) {
            long common = 0;
            for (Integer piece : lengths.keySet()) {
                common += Math.min(lengthOf(piece, withLast), other.lengthOf(piece, withLast));
            }
            return common;
        }
    }
}
