package dev.reconciler.git.merge.text;

import dev.reconciler.git.diff.DiffHunk;
import dev.reconciler.git.diff.LineDiff;
import dev.reconciler.git.diff.LineNumbering;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The three-way merge of a text, clean exactly where git's is: changes that overlap or touch are a conflict, unless
 * both sides have the same lines there. Which texts are merged here is decided in {@code git.merge}.
 *
 * <p>The steps are those of git's {@code xdl_merge}, at the level {@code XDL_MERGE_ZEALOUS}, and at {@code
 * XDL_MERGE_EAGER} where the {@link ConflictStyle} shows base. In the examples a letter is
 * a line, small where base has that line.
 *
 * <pre>
 *     base    a b c d
 *     ours    a X c d        b became X
 *     theirs  a b c Y        d became Y
 *     result  a X c Y        c stands between the changes, so both are taken
 * </pre>
 */
public final class TextMerge {
    private final LineNumbering.NumberedText base;
    private final LineNumbering.NumberedText ours;
    private final LineNumbering.NumberedText theirs;
    private final MergeFavor favor;
    private final TextMergeSettings settings;
    private List<MergeChunk> chunks = new ArrayList<>();

    private TextMerge(byte[] base, byte[] ours, byte[] theirs, MergeFavor favor, TextMergeSettings settings) {
        LineNumbering lines = new LineNumbering();
        this.base = lines.text(base);
        this.ours = lines.text(ours);
        this.theirs = lines.text(theirs);
        this.favor = favor;
        this.settings = settings;
    }

    /**
     * Merges the changes from base to ours and from base to theirs.
     *
     * @param favor whose lines a conflict takes
     * @return null on a conflict
     */
    public static byte @Nullable [] merge(
            byte[] base, byte[] ours, byte[] theirs, MergeFavor favor, TextMergeSettings settings) {
        return new TextMerge(base, ours, theirs, favor, settings).mergeLines();
    }

    // Git's xdl_merge.
    private byte @Nullable [] mergeLines() {
        List<DiffHunk> inOurs = LineDiff.between(settings.algorithm(), base.numbers(), ours.numbers());
        List<DiffHunk> inTheirs = LineDiff.between(settings.algorithm(), base.numbers(), theirs.numbers());
        // One side has changed nothing, so the other side is the result.
        if (inOurs.isEmpty()) {
            return theirs.raw();
        }
        if (inTheirs.isEmpty()) {
            return ours.raw();
        }
        combineHunks(inOurs, inTheirs);
        refineConflicts();
        if (favor == MergeFavor.THEIRS) {
            chunks.replaceAll(chunk -> chunk.isConflict() ? chunk.takeTheirs() : chunk);
        }
        // A union has the lines of both sides where they conflict. Otherwise a person decides.
        return favor == MergeFavor.UNION || chunks.stream().noneMatch(MergeChunk::isConflict)
                ? new ChunkWriter(base, ours, theirs).write(chunks, settings.style())
                : null;
    }

    // Git's xdl_do_merge: goes down base with the next hunk of each side. A hunk is taken where one line of base at
    // least stands between this hunk and the next one of the other side; hunks that touch are a conflict, as git sees
    // it.
    private void combineHunks(List<DiffHunk> inOurs, List<DiffHunk> inTheirs) {
        int x = 0;
        int y = 0;
        while (x < inOurs.size() && y < inTheirs.size()) {
            DiffHunk our = inOurs.get(x);
            DiffHunk their = inTheirs.get(y);
            if (our.toA() < their.fromA()) {
                // Ours is first and ends before theirs begins: abcd, with aXcd and abcY. Take X.
                appendOurs(our, their.fromB() - their.fromA());
                x++;
            } else if (their.toA() < our.fromA()) {
                // The same with the sides exchanged: abcd, with abcY and aXcd.
                appendTheirs(their, our.fromB() - our.fromA());
                y++;
            } else {
                // The hunks overlap, as those of abcd with XYZd and aQcd, or they touch, as those of abcd with aXcd and
                // abYd. The hunk that ends first is done. The other may meet one more hunk: XYZ of abc, with XYZ and
                // PbQ, meets P and then Q. Where both end at the same line, both are done.
                appendConflict(our, their);
                x += our.toA() <= their.toA() ? 1 : 0;
                y += their.toA() <= our.toA() ? 1 : 0;
            }
        }
        // One side has no hunks left. From here to the end, the lines of that side are those of base, moved by as many
        // lines as that side is longer.
        for (DiffHunk our : inOurs.subList(x, inOurs.size())) {
            appendOurs(our, theirs.size() - base.size());
        }
        for (DiffHunk their : inTheirs.subList(y, inTheirs.size())) {
            appendTheirs(their, ours.size() - base.size());
        }
    }

    // A chunk names its lines in both sides, also where only one side has changed them. Theirs has not changed these,
    // so there they are the lines of base, moved by the shift. Example: base abcd, ours abcY, theirs PPabcd. The hunk
    // of d is line 3 of base, and with the shift of 2 it is line 5 of theirs.
    private void appendOurs(DiffHunk our, int shift) {
        int from2 = our.fromA() + shift;
        appendChunk(new MergeChunk(MergeChunk.ChunkChoice.OURS, our.fromB(), our.toB(), from2, from2 + our.sizeA()));
    }

    private void appendTheirs(DiffHunk their, int shift) {
        int from1 = their.fromA() + shift;
        appendChunk(new MergeChunk(
                MergeChunk.ChunkChoice.THEIRS, from1, from1 + their.sizeA(), their.fromB(), their.toB()));
    }

    // Both sides of a conflict must cover the same lines of base, so the side that begins later is extended up, and the
    // side that ends earlier is extended down, by lines that this side has not changed. Example: base abcd, ours XYZd,
    // theirs aQcd. Theirs begins one line later and ends one line earlier, so XYZ conflicts with aQc and not with Q.
    private void appendConflict(DiffHunk our, DiffHunk their) {
        if (isSameChange(our, their)) {
            // Both sides made the same change: base abc, ours aXc, theirs aXc. The result is written from ours where no
            // chunk says otherwise, so ours has the X already.
            return;
        }
        int before = our.fromA() - their.fromA();
        int after = our.toA() - their.toA();
        appendChunk(new MergeChunk(
                MergeChunk.ChunkChoice.NEITHER,
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

    // Git's xdl_append_merge: a chunk that touches the one before, in either side, becomes one with that chunk, and a
    // conflict unless both take the same side. Example: base a, ours empty, theirs ba. The b that theirs added touches
    // the a that ours deleted, which is a conflict. The hunk of ours goes on after that, alone: its chunk touches the
    // conflict, and is part of it.
    private void appendChunk(MergeChunk chunk) {
        MergeChunk last = chunks.isEmpty() ? null : chunks.get(chunks.size() - 1);
        if (last == null || (chunk.from1() > last.to1() && chunk.from2() > last.to2())) {
            chunks.add(chunk);
            return;
        }
        MergeChunk.ChunkChoice take = chunk.take() == last.take() ? last.take() : MergeChunk.ChunkChoice.NEITHER;
        chunks.set(chunks.size() - 1, new MergeChunk(take, last.from1(), chunk.to1(), last.from2(), chunk.to2()));
    }

    // Cuts the conflicts down to where the sides differ.
    private void refineConflicts() {
        List<MergeChunk> refined = new ArrayList<>();
        for (MergeChunk chunk : chunks) {
            if (!chunk.isConflict() || isOneSided(chunk)) {
                // No conflict; or one side has no lines there, and the sides have none in common.
                refined.add(chunk);
            } else {
                switch (settings.style()) {
                    case MERGE -> splitConflict(chunk, refined);
                    // Git shows base beside the sides, so lines of the sides alone can't be taken out: a conflict whose
                    // sides are equal stays one.
                    case DIFF3 -> refined.add(chunk);
                    case ZDIFF3 -> refined.add(trimConflict(chunk));
                }
            }
        }
        chunks = refined;
    }

    private static boolean isOneSided(MergeChunk chunk) {
        return chunk.from1() == chunk.to1() || chunk.from2() == chunk.to2();
    }

    // Git's xdl_refine_conflicts: compares the two sides of a conflict with each other; base has no part in this.
    // Example: base empty, ours aX, theirs aY. The sides have the a in common, so only X and Y are left as the
    // conflict, and a union is aXY and not aXaY.
    private void splitConflict(MergeChunk chunk, List<MergeChunk> refined) {
        List<DiffHunk> edits = LineDiff.between(
                settings.algorithm(),
                ours.numbers(chunk.from1(), chunk.to1()),
                theirs.numbers(chunk.from2(), chunk.to2()));
        if (edits.isEmpty()) {
            // The sides came to the same lines by different hunks. This is no conflict, and git gives it mode 4.
            refined.add(new MergeChunk(
                    MergeChunk.ChunkChoice.EITHER, chunk.from1(), chunk.to1(), chunk.from2(), chunk.to2()));
        }
        for (DiffHunk edit : edits) {
            refined.add(new MergeChunk(
                    MergeChunk.ChunkChoice.NEITHER,
                    chunk.from1() + edit.fromA(),
                    chunk.from1() + edit.toA(),
                    chunk.from2() + edit.fromB(),
                    chunk.from2() + edit.toB()));
        }
    }

    // Git's xdl_refine_zdiff3_conflicts. Example: of aXb against aYb the X and the Y are left. Where nothing is left,
    // it is a conflict all the same.
    private MergeChunk trimConflict(MergeChunk chunk) {
        int from1 = chunk.from1();
        int from2 = chunk.from2();
        while (from1 < chunk.to1() && from2 < chunk.to2() && ours.numbers()[from1] == theirs.numbers()[from2]) {
            from1++;
            from2++;
        }
        int to1 = chunk.to1();
        int to2 = chunk.to2();
        while (from1 < to1 && from2 < to2 && ours.numbers()[to1 - 1] == theirs.numbers()[to2 - 1]) {
            to1--;
            to2--;
        }
        return new MergeChunk(MergeChunk.ChunkChoice.NEITHER, from1, to1, from2, to2);
    }
}
