package dev.reconciler.git.merge.rename;

import dev.reconciler.git.diff.BinaryContent;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A content cut into pieces of a line each, at most 64 bytes long: which there are, and how many bytes of each. Example:
 * {@code ab/cd/ab/}, with / for a line feed, is the piece {@code ab/} with 6 bytes and {@code cd/} with 3. Git's name is
 * {@code hash_chars}.
 */
final class ContentPieces {
    /** Those of an empty file. */
    static final ContentPieces EMPTY = new ContentPieces(Map.of(), ContentPieces.NONE, 0);

    private static final int PIECE_LENGTH = 64;
    // Git's HASHBASE, a prime.
    private static final int BUCKETS = 107_927;
    private static final int CHUNK = 1 << 16;
    private static final int NONE = -1;

    // In ascending order, so that one pass through two files finds what both have.
    private final int[] pieces;
    private final long[] lengths;

    // A last piece that no line feed ends. Git counts it since version 2.44.
    private final int last;
    private final int lastLength;

    private ContentPieces(Map<Integer, Long> counted, int last, int lastLength) {
        this.pieces =
                counted.keySet().stream().mapToInt(Integer::intValue).sorted().toArray();
        this.lengths = Arrays.stream(pieces).mapToLong(counted::get).toArray();
        this.last = last;
        this.lastLength = lastLength;
    }

    /**
     * Cuts a content, which may be larger than the memory.
     *
     * @throws IOException if it can't be read
     */
    static ContentPieces count(InputStream content) throws IOException {
        byte[] chunk = content.readNBytes(CHUNK);
        PieceCounter counter = new PieceCounter(!BinaryContent.isBinary(chunk));
        while (chunk.length > 0) {
            for (byte next : chunk) {
                counter.accept(next & 0xff);
            }
            chunk = content.readNBytes(CHUNK);
        }
        return counter.finish();
    }

    /** How many different pieces there are. */
    int size() {
        return pieces.length;
    }

    /** Whether the last piece is one that no line feed ends. */
    boolean hasOpenEnd() {
        return last != NONE;
    }

    /**
     * Sums up, for each piece, the bytes that both have of it: of aaab and aacc that is twice the piece a.
     *
     * @param withLast whether a last piece counts that no line feed ends
     */
    long sumCommon(ContentPieces other, boolean withLast) {
        long common = 0;
        int here = 0;
        int there = 0;
        while (here < pieces.length && there < other.pieces.length) {
            int order = Integer.compare(pieces[here], other.pieces[there]);
            if (order == 0) {
                common += Math.min(lengthAt(here, withLast), other.lengthAt(there, withLast));
            }
            here += order <= 0 ? 1 : 0;
            there += order >= 0 ? 1 : 0;
        }
        return common;
    }

    private long lengthAt(int place, boolean withLast) {
        return withLast || pieces[place] != last ? lengths[place] : lengths[place] - lastLength;
    }

    /** Cuts a content byte by byte. */
    private static final class PieceCounter {
        private final Map<Integer, Long> counted = new HashMap<>();
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
                countPiece();
                low = 0;
                high = 0;
                length = 0;
            }
        }

        private int countPiece() {
            // Two different pieces may get one number. Git has the same numbers, and so the same wrong counts.
            int piece = Integer.remainderUnsigned(low + high * 0x61, BUCKETS);
            counted.merge(piece, (long) length, Long::sum);
            return piece;
        }

        ContentPieces finish() {
            if (isAfterReturn) {
                add('\r');
            }
            // The last piece may have no line feed. It is counted, and remembered for the versions that passed over it.
            return length == 0 ? new ContentPieces(counted, NONE, 0) : new ContentPieces(counted, countPiece(), length);
        }
    }
}
