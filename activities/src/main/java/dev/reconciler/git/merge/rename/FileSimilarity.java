package dev.reconciler.git.merge.rename;

import dev.reconciler.git.diff.BinaryContent;
import dev.reconciler.git.tree.MergeObjects;
import dev.reconciler.git.tree.TreeEntry;
import java.io.IOException;
import java.util.HashMap;
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
    // Both files are held in memory while they are compared.
    private static final long LARGEST = 50L << 20;

    private final MergeObjects objects;
    private final Map<ObjectId, ContentPieces> known = new HashMap<>();

    FileSimilarity(MergeObjects objects) {
        this.objects = objects;
    }

    /**
     * Measures as the newest git does.
     *
     * @return from 0 to {@link #MAX_SCORE}; 0 for anything but two regular files of at most 50 MiB
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
        if (larger > LARGEST
                || larger * (MAX_SCORE - RENAME_SCORE) < Math.abs(size - otherSize) * MAX_SCORE
                || otherSize == 0) {
            return 0;
        }
        return (int) (readPieces(one.id()).sumCommon(readPieces(other.id()), withLast) * MAX_SCORE / larger);
    }

    // Each file is cut once, though it is compared with many others.
    private ContentPieces readPieces(ObjectId id) throws IOException {
        ContentPieces pieces = known.get(id);
        if (pieces == null) {
            pieces = countPieces(objects.blob(id));
            known.put(id, pieces);
        }
        return pieces;
    }

    // hash_chars of git: "ab\ncd\nab\n" is the piece "ab\n" with 6 bytes and the piece "cd\n" with 3.
    private static ContentPieces countPieces(byte[] content) {
        boolean text = !BinaryContent.isBinary(content);
        Map<Integer, Integer> pieces = new HashMap<>();
        int low = 0;
        int high = 0;
        int length = 0;
        for (int at = 0; at < content.length; at++) {
            int next = content[at] & 0xff;
            // A text of another system has the same pieces. Its carriage returns still count in its size.
            if (text && next == '\r' && at + 1 < content.length && content[at + 1] == '\n') {
                continue;
            }
            // 64 bits in two halves, turned by 7 for each byte: what leaves one half comes back in the other.
            int before = low;
            low = low << 7 ^ high >>> 25;
            high = high << 7 ^ before >>> 25;
            low += next;
            // A piece ends behind a line feed, and behind its 64th byte. In a binary that is most often the latter.
            if (++length < PIECE_LENGTH && next != '\n') {
                continue;
            }
            pieces.merge(hashPiece(low, high), length, Integer::sum);
            low = 0;
            high = 0;
            length = 0;
        }
        if (length == 0) {
            return new ContentPieces(pieces, null, 0);
        }
        // The last piece has no line feed. It is counted, and remembered for the versions of git that passed over it.
        pieces.merge(hashPiece(low, high), length, Integer::sum);
        return new ContentPieces(pieces, hashPiece(low, high), length);
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
            Map<Integer, Integer> lengths, @Nullable Integer last, int lastLength) {
        int lengthOf(Integer piece, boolean withLast) {
            int length = lengths.getOrDefault(piece, 0);
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
