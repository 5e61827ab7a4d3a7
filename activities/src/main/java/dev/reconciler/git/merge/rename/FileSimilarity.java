package dev.reconciler.git.merge.rename;

import dev.reconciler.git.diff.BinaryContent;
import dev.reconciler.git.tree.ReplayObjects;
import dev.reconciler.git.tree.TreeEntry;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * How much of one file is found in another, measured as git does: in lines cut at 64 bytes, weighed by their length.
 * Before version 2.44 a last piece without a line feed did not count.
 */
final class FileSimilarity {
    /** The measure of two files that are the same. */
    static final int MAX_SCORE = 60_000;
    /** From here on a deleted and an added file are a rename. */
    static final int RENAME_SCORE = MAX_SCORE / 2;

    private static final int PIECE_LENGTH = 64;
    private static final int BUCKETS = 107_927;
    private static final long LARGEST = 50L << 20;

    private final ReplayObjects objects;
    private final Map<ObjectId, ContentPieces> known = new HashMap<>();

    FileSimilarity(ReplayObjects objects) {
        this.objects = objects;
    }

    /**
     * A content by its pieces.
     *
     * @param lengths how much there is of each
     * @param last the piece that no line feed ends; null where there is none
     * @param lastLength its length
     */
    private record ContentPieces(
            Map<Integer, Integer> lengths, @Nullable Integer last, int lastLength) {
        int lengthOf(Integer piece, boolean withLast) {
            int length = lengths.getOrDefault(piece, 0);
            return withLast || !piece.equals(last) ? length : length - lastLength;
        }

        long sumCommon(ContentPieces other, boolean withLast) {
            long common = 0;
            for (Integer piece : lengths.keySet()) {
                common += Math.min(lengthOf(piece, withLast), other.lengthOf(piece, withLast));
            }
            return common;
        }
    }

    /** From 0 to {@link #MAX_SCORE}; 0 for anything but two files. */
    int estimateSimilarity(TreeEntry one, TreeEntry other) throws IOException {
        return computeScore(one, other, true);
    }

    /** Whether older and newer versions of git agree on whether two files are that much alike. */
    boolean isSameInAllVersions(TreeEntry one, TreeEntry other, int alike) throws IOException {
        return computeScore(one, other, true) >= alike == computeScore(one, other, false) >= alike;
    }

    private int computeScore(TreeEntry one, TreeEntry other, boolean withLast) throws IOException {
        if (!one.isRegular() || !other.isRegular()) {
            return 0;
        }
        long size = objects.blobSize(one.id());
        long otherSize = objects.blobSize(other.id());
        long larger = Math.max(size, otherSize);
        if (larger > LARGEST
                || larger * (MAX_SCORE - RENAME_SCORE) < Math.abs(size - otherSize) * MAX_SCORE
                || otherSize == 0) {
            return 0;
        }
        return (int) (readPieces(one.id()).sumCommon(readPieces(other.id()), withLast) * MAX_SCORE / larger);
    }

    private ContentPieces readPieces(ObjectId id) throws IOException {
        ContentPieces pieces = known.get(id);
        if (pieces == null) {
            pieces = countPieces(objects.blob(id));
            known.put(id, pieces);
        }
        return pieces;
    }

    private static ContentPieces countPieces(byte[] content) {
        boolean text = !BinaryContent.isBinary(content);
        Map<Integer, Integer> pieces = new HashMap<>();
        int low = 0;
        int high = 0;
        int length = 0;
        for (int at = 0; at < content.length; at++) {
            int next = content[at] & 0xff;
            if (text && next == '\r' && at + 1 < content.length && content[at + 1] == '\n') {
                continue;
            }
            int before = low;
            low = low << 7 ^ high >>> 25;
            high = high << 7 ^ before >>> 25;
            low += next;
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
        pieces.merge(hashPiece(low, high), length, Integer::sum);
        return new ContentPieces(pieces, hashPiece(low, high), length);
    }

    private static int hashPiece(int low, int high) {
        return Integer.remainderUnsigned(low + high * 0x61, BUCKETS);
    }
}
