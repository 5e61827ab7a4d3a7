package dev.reconciler.git.replay;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;

/**
 * How much of one file is found in another, measured as git 2.39 does: in lines cut at 64 bytes, weighed by their length,
 * a last piece without a line feed left out.
 */
final class Similarity {
    /** The measure of two files that are the same. */
    static final int FULL = 60_000;
    /** From here on a deleted and an added file are a rename. */
    static final int RENAME = FULL / 2;

    private static final int PIECE = 64;
    private static final int BUCKETS = 107_927;
    private static final long LARGEST = 50L << 20;

    private final ReplayObjects objects;
    private final Map<ObjectId, Map<Integer, Integer>> known = new HashMap<>();

    Similarity(ReplayObjects objects) {
        this.objects = objects;
    }

    /** From 0 to {@link #FULL}; 0 for anything but two files. */
    int of(Leaf one, Leaf other) throws IOException {
        if (!one.isRegular() || !other.isRegular()) {
            return 0;
        }
        long size = objects.blobSize(one.id());
        long otherSize = objects.blobSize(other.id());
        long larger = Math.max(size, otherSize);
        if (larger > LARGEST || larger * (FULL - RENAME) < Math.abs(size - otherSize) * FULL || otherSize == 0) {
            return 0;
        }
        return (int) (common(pieces(one.id()), pieces(other.id())) * FULL / larger);
    }

    private static long common(Map<Integer, Integer> one, Map<Integer, Integer> other) {
        long common = 0;
        for (Map.Entry<Integer, Integer> piece : one.entrySet()) {
            common += Math.min(piece.getValue(), other.getOrDefault(piece.getKey(), 0));
        }
        return common;
    }

    private Map<Integer, Integer> pieces(ObjectId id) throws IOException {
        Map<Integer, Integer> pieces = known.get(id);
        if (pieces == null) {
            pieces = count(objects.blob(id));
            known.put(id, pieces);
        }
        return pieces;
    }

    private static Map<Integer, Integer> count(byte[] content) {
        boolean text = !ContentMerge.isBinary(content);
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
            if (++length < PIECE && next != '\n') {
                continue;
            }
            pieces.merge(Integer.remainderUnsigned(low + high * 0x61, BUCKETS), length, Integer::sum);
            low = 0;
            high = 0;
            length = 0;
        }
        return pieces;
    }
}
