package dev.reconciler.git.merge;

import dev.reconciler.git.diff.DiffHunk;
import dev.reconciler.git.diff.LineDiff;
import dev.reconciler.git.diff.LineNumbering;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The three-way merge of a text, clean exactly where git's is: changes that overlap or touch are a conflict, unless what
 * they leave is the same on both sides.
 */
final class TextMerge {
    /** Conflicts with no more common lines than that between them are one. */
    private static final int NEARBY = 3;

    private final LineNumbering.NumberedText base;
    private final LineNumbering.NumberedText ours;
    private final LineNumbering.NumberedText theirs;
    private final boolean union;
    private List<MergeChunk> chunks = new ArrayList<>();

    private TextMerge(byte[] base, byte[] ours, byte[] theirs, boolean union) {
        LineNumbering lines = new LineNumbering();
        this.base = lines.text(base);
        this.ours = lines.text(ours);
        this.theirs = lines.text(theirs);
        this.union = union;
    }

    private enum ChunkChoice {
        OURS,
        THEIRS,
        NEITHER,
        EITHER
    }

    /** A place where the result differs from base, as lines of ours and of theirs. */
    private record MergeChunk(ChunkChoice take, int from1, int to1, int from2, int to2) {}

    /**
     * Merges.
     *
     * @param union whether a conflict takes both sides, ours first
     * @return null on a conflict, and where it can't be told what git would do
     */
    static byte @Nullable [] merge(byte[] base, byte[] ours, byte[] theirs, boolean union) {
        return new TextMerge(base, ours, theirs, union).mergeLines();
    }

    private byte @Nullable [] mergeLines() {
        List<DiffHunk> inOurs = LineDiff.between(base.numbers(), ours.numbers());
        List<DiffHunk> inTheirs = LineDiff.between(base.numbers(), theirs.numbers());
        if (inOurs == null || inTheirs == null) {
            return null;
        }
        if (inOurs.isEmpty()) {
            return theirs.raw();
        }
        if (inTheirs.isEmpty()) {
            return ours.raw();
        }
        combineHunks(inOurs, inTheirs);
        return refineConflicts() ? writeResult() : null;
    }

    private void combineHunks(List<DiffHunk> inOurs, List<DiffHunk> inTheirs) {
        int x = 0;
        int y = 0;
        while (x < inOurs.size() && y < inTheirs.size()) {
            DiffHunk our = inOurs.get(x);
            DiffHunk their = inTheirs.get(y);
            if (our.toA() < their.fromA()) {
                appendOurs(our, their.fromB() - their.fromA());
                x++;
            } else if (their.toA() < our.fromA()) {
                appendTheirs(their, our.fromB() - our.fromA());
                y++;
            } else {
                appendConflict(our, their);
                x += our.toA() <= their.toA() ? 1 : 0;
                y += their.toA() <= our.toA() ? 1 : 0;
            }
        }
        for (DiffHunk our : inOurs.subList(x, inOurs.size())) {
            appendOurs(our, theirs.size() - base.size());
        }
        for (DiffHunk their : inTheirs.subList(y, inTheirs.size())) {
            appendTheirs(their, ours.size() - base.size());
        }
    }

    private void appendOurs(DiffHunk our, int shift) {
        int from2 = our.fromA() + shift;
        appendChunk(new MergeChunk(ChunkChoice.OURS, our.fromB(), our.toB(), from2, from2 + our.sizeA()));
    }

    private void appendTheirs(DiffHunk their, int shift) {
        int from1 = their.fromA() + shift;
        appendChunk(new MergeChunk(ChunkChoice.THEIRS, from1, from1 + their.sizeA(), their.fromB(), their.toB()));
    }

    private void appendConflict(DiffHunk our, DiffHunk their) {
        if (isSameChange(our, their)) {
            return;
        }
        int before = our.fromA() - their.fromA();
        int after = our.toA() - their.toA();
        appendChunk(new MergeChunk(
                ChunkChoice.NEITHER,
                our.fromB() - Math.max(before, 0),
                our.toB() - Math.min(after, 0),
                their.fromB() + Math.min(before, 0),
                their.toB() + Math.max(after, 0)));
    }

    private boolean isSameChange(DiffHunk our, DiffHunk their) {
        return our.fromA() == their.fromA()
                && our.sizeA() == their.sizeA()
                && Arrays.equals(ours.numbers(our.fromB(), our.toB()), theirs.numbers(their.fromB(), their.toB()));
    }

    // What touches the chunk before becomes one with it, and a conflict unless both take the same side.
    private void appendChunk(MergeChunk chunk) {
        MergeChunk last = chunks.isEmpty() ? null : chunks.get(chunks.size() - 1);
        if (last == null || (chunk.from1() > last.to1() && chunk.from2() > last.to2())) {
            chunks.add(chunk);
            return;
        }
        ChunkChoice take = chunk.take() == last.take() ? last.take() : ChunkChoice.NEITHER;
        chunks.set(chunks.size() - 1, new MergeChunk(take, last.from1(), chunk.to1(), last.from2(), chunk.to2()));
    }

    /** Cuts the conflicts down to where the sides differ; false where conflicts are left that nobody decides. */
    private boolean refineConflicts() {
        List<MergeChunk> refined = new ArrayList<>();
        for (MergeChunk chunk : chunks) {
            if (chunk.take() != ChunkChoice.NEITHER || isOneSided(chunk)) {
                refined.add(chunk);
            } else if (!splitConflict(chunk, refined)) {
                return false;
            }
        }
        chunks = refined;
        return union || refined.stream().noneMatch(chunk -> chunk.take() == ChunkChoice.NEITHER);
    }

    private static boolean isOneSided(MergeChunk chunk) {
        return chunk.from1() == chunk.to1() || chunk.from2() == chunk.to2();
    }

    private boolean splitConflict(MergeChunk chunk, List<MergeChunk> refined) {
        List<DiffHunk> edits =
                LineDiff.between(ours.numbers(chunk.from1(), chunk.to1()), theirs.numbers(chunk.from2(), chunk.to2()));
        if (edits == null) {
            return false;
        }
        if (edits.isEmpty()) {
            refined.add(new MergeChunk(ChunkChoice.EITHER, chunk.from1(), chunk.to1(), chunk.from2(), chunk.to2()));
        }
        for (DiffHunk edit : edits) {
            refined.add(new MergeChunk(
                    ChunkChoice.NEITHER,
                    chunk.from1() + edit.fromA(),
                    chunk.from1() + edit.toA(),
                    chunk.from2() + edit.fromB(),
                    chunk.from2() + edit.toB()));
        }
        return true;
    }

    private byte @Nullable [] writeResult() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(ours.raw().length + theirs.raw().length / 8);
        int done = 0;
        for (MergeChunk chunk : joinNearbyConflicts()) {
            if (chunk.take() == ChunkChoice.EITHER) {
                continue;
            }
            copyLines(ours, done, chunk.from1(), out);
            if (chunk.take() != ChunkChoice.THEIRS) {
                copyLines(ours, chunk.from1(), chunk.to1(), out);
            }
            if (chunk.take() == ChunkChoice.NEITHER && needsLineFeed(chunk)) {
                // Git guesses the line ending to add there.
                return null;
            }
            if (chunk.take() != ChunkChoice.OURS) {
                copyLines(theirs, chunk.from2(), chunk.to2(), out);
            }
            done = chunk.to1();
        }
        copyLines(ours, done, ours.size(), out);
        return out.toByteArray();
    }

    private List<MergeChunk> joinNearbyConflicts() {
        List<MergeChunk> joined = new ArrayList<>();
        for (MergeChunk chunk : chunks) {
            MergeChunk last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (last != null
                    && last.take() == ChunkChoice.NEITHER
                    && chunk.take() == ChunkChoice.NEITHER
                    && chunk.from1() - last.to1() <= NEARBY) {
                joined.set(
                        joined.size() - 1,
                        new MergeChunk(ChunkChoice.NEITHER, last.from1(), chunk.to1(), last.from2(), chunk.to2()));
            } else {
                joined.add(chunk);
            }
        }
        return joined;
    }

    private boolean needsLineFeed(MergeChunk chunk) {
        return chunk.to1() > chunk.from1() && ours.raw()[ours.start(chunk.to1()) - 1] != '\n';
    }

    private static void copyLines(LineNumbering.NumberedText text, int from, int to, ByteArrayOutputStream out) {
        if (from < to) {
            out.write(text.raw(), text.start(from), text.start(to) - text.start(from));
        }
    }
}
