package dev.reconciler.git.merge.text;

import dev.reconciler.git.diff.LineNumbering.NumberedText;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Writes the text that a merge comes to, out of the {@link MergeChunk chunks} where ours and theirs differ. */
final class ChunkWriter {
    /** Conflicts with no more common lines than that between them are one ({@code xdl_simplify_non_conflicts}). */
    private static final int NEARBY = 3;

    private final NumberedText base;
    private final NumberedText ours;
    private final NumberedText theirs;

    ChunkWriter(NumberedText base, NumberedText ours, NumberedText theirs) {
        this.base = base;
        this.ours = ours;
        this.theirs = theirs;
    }

    /**
     * Writes the merged text. Between the chunks both sides have the same lines, which are copied from ours. A conflict
     * takes the lines of both sides, ours first. Git's name is {@code xdl_fill_merge_buffer}.
     */
    byte[] write(List<MergeChunk> chunks, ConflictStyle style) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(ours.raw().length + theirs.raw().length / 8);
        int done = 0;
        for (MergeChunk chunk : joinNearbyConflicts(chunks, style)) {
            if (chunk.take() == MergeChunk.ChunkChoice.EITHER) {
                // The lines are the same, so they are copied with those of ours that follow.
                continue;
            }
            copyLines(ours, done, chunk.from1(), out);
            // OURS writes the lines of ours, THEIRS those of theirs, and NEITHER, which only a union has here, both.
            if (chunk.take() != MergeChunk.ChunkChoice.THEIRS) {
                copyLines(ours, chunk.from1(), chunk.to1(), out);
            }
            if (chunk.isConflict() && needsLineFeed(chunk)) {
                // A last line without a line feed now has lines after it.
                out.writeBytes(LineEndGuess.guessEnd(base, ours, theirs, chunk.from1(), chunk.from2()));
            }
            if (chunk.take() != MergeChunk.ChunkChoice.OURS) {
                copyLines(theirs, chunk.from2(), chunk.to2(), out);
            }
            done = chunk.to1();
        }
        copyLines(ours, done, ours.size(), out);
        return out.toByteArray();
    }

    // Git's xdl_simplify_non_conflicts, for a union only: without one, no conflict comes as far as here. It follows
    // only where conflicts were cut down by xdl_refine_conflicts. Up to three common lines between two conflicts go
    // into the conflict. So a union has them twice. Example: base ab, ours XcdeY, theirs PcdeQ. Between X|P and Y|Q
    // stand three lines, and the union is XcdeYPcdeQ. With one line more, as in XcdefY and PcdefQ, two conflicts stay,
    // and the union is XPcdefYQ.
    private static List<MergeChunk> joinNearbyConflicts(List<MergeChunk> chunks, ConflictStyle style) {
        List<MergeChunk> joined = new ArrayList<>();
        for (MergeChunk chunk : chunks) {
            MergeChunk last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (last != null
                    && style == ConflictStyle.MERGE
                    && last.isConflict()
                    && chunk.isConflict()
                    && chunk.from1() - last.to1() <= NEARBY) {
                joined.set(
                        joined.size() - 1,
                        new MergeChunk(
                                MergeChunk.ChunkChoice.NEITHER, last.from1(), chunk.to1(), last.from2(), chunk.to2()));
            } else {
                joined.add(chunk);
            }
        }
        return joined;
    }

    private boolean needsLineFeed(MergeChunk chunk) {
        return chunk.to1() > chunk.from1() && ours.raw()[ours.start(chunk.to1()) - 1] != '\n';
    }

    private static void copyLines(NumberedText text, int from, int to, ByteArrayOutputStream out) {
        if (from < to) {
            out.write(text.raw(), text.start(from), text.start(to) - text.start(from));
        }
    }
}
