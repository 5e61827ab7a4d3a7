package dev.reconciler.git.merge.rename;

import dev.reconciler.git.tree.MergeObjects;
import dev.reconciler.git.tree.TreeEntry;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Measures how much of one file is found in another, as {@code estimate_similarity} of git's {@code diffcore-rename.c}
 * and {@code diffcore_count_changes} of {@code diffcore-delta.c} do: by their {@link ContentPieces}, which are a line
 * each. The order of the pieces counts for nothing.
 *
 * <p>An example: of the lines {@code abcX}, the text {@code Ycba} has three of four. That is a score of 45,000, or 75 %.
 */
final class FileSimilarity {
    /** The score of two files that are the same. */
    static final int MAX_SCORE = 60_000;
    /** From this score on, a deleted and an added file are a rename: git's DEFAULT_RENAME_SCORE, 50 %. */
    static final int RENAME_SCORE = MAX_SCORE / 2;

    // How many pieces stay in memory, at 12 bytes each.
    private static final int CACHED_PIECES = 4_000_000;

    private final MergeObjects objects;
    private final Map<ObjectId, Long> sizes = new HashMap<>();
    private final Map<ObjectId, ContentPieces> known = new HashMap<>();
    private int cachedPieces;
    private ObjectId lastTarget = ObjectId.zeroId();
    private ContentPieces piecesOfTarget = ContentPieces.EMPTY;

    FileSimilarity(MergeObjects objects) {
        this.objects = objects;
    }

    /**
     * Compares two files. To compare one target with many sources, one after the other, reads the target once.
     *
     * @return {@link Likeness#NONE} for anything but two regular files
     * @throws IOException if a file can't be read
     */
    Likeness compare(TreeEntry source, TreeEntry target) throws IOException {
        // A symbolic link or a submodule is renamed only as it is.
        if (!source.isRegular() || !target.isRegular()) {
            return Likeness.NONE;
        }
        long size = findSize(source.id());
        long targetSize = findSize(target.id());
        long larger = Math.max(size, targetSize);
        // The larger file is the measure. Where it has more than twice the bytes of the smaller one, less than half of
        // it can be common, and no content is read. Basename renames ask for more than half; git tests with that then,
        // which saves reading and gives the same renames.
        if (larger * (MAX_SCORE - RENAME_SCORE) < Math.abs(size - targetSize) * MAX_SCORE || targetSize == 0) {
            return Likeness.NONE;
        }
        ContentPieces pieces = readSource(source.id());
        ContentPieces others = readTarget(target.id());
        long common = pieces.sumCommon(others, true);
        long older = pieces.hasOpenEnd() || others.hasOpenEnd() ? pieces.sumCommon(others, false) : common;
        return new Likeness((int) (common * MAX_SCORE / larger), (int) (older * MAX_SCORE / larger));
    }

    private long findSize(ObjectId id) throws IOException {
        Long size = sizes.get(id);
        if (size == null) {
            size = objects.blobSize(id);
            sizes.put(id, size);
        }
        return size;
    }

    // Each source is cut once, though it is compared with many targets, as long as there is memory for its pieces.
    // Those that come later are cut each time. To make room for them would help none: the sources come round in one
    // order, so that each would have gone when it is needed again.
    private ContentPieces readSource(ObjectId id) throws IOException {
        ContentPieces pieces = known.get(id);
        if (pieces == null) {
            pieces = readPieces(id);
            if (cachedPieces + pieces.size() <= CACHED_PIECES) {
                cachedPieces += pieces.size();
                known.put(id, pieces);
            }
        }
        return pieces;
    }

    private ContentPieces readTarget(ObjectId id) throws IOException {
        if (!id.equals(lastTarget)) {
            piecesOfTarget = readPieces(id);
            lastTarget = id;
        }
        return piecesOfTarget;
    }

    private ContentPieces readPieces(ObjectId id) throws IOException {
        try (InputStream content = objects.openBlob(id)) {
            return ContentPieces.count(content);
        }
    }

    /**
     * How much alike two files are, from 0 to {@link #MAX_SCORE}.
     *
     * @param score as the newest git measures
     * @param olderScore as versions before 2.44 do, which pass over a last line without a line feed
     */
    record Likeness(int score, int olderScore) {
        static final Likeness NONE = new Likeness(0, 0);

        /** Whether all versions of git agree on whether the files are that much alike. */
        boolean isSettled(int least) {
            return score >= least == olderScore >= least;
        }
    }
}
