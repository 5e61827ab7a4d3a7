package dev.reconciler.git.replay;

import dev.reconciler.git.diff.DiffAlgorithm;
import dev.reconciler.git.diff.DiffHunk;
import dev.reconciler.git.diff.LineDiff;
import dev.reconciler.git.diff.LineNumbering;
import dev.reconciler.git.error.MemoryErrors;
import dev.reconciler.git.tree.TreeDiff;
import dev.reconciler.git.tree.TreeEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * What a commit changes, wherever in the files the changed lines are. Two commits with equal patch ids make the same
 * change, as a commit and its cherry-pick do.
 *
 * <p>Git's patch id is {@code diff_get_patch_id} of {@code diff.c}: a hash of the diff with three lines of context,
 * without line numbers and without spaces, also in the paths. It is Myers' difference whatever the settings say, and so
 * is this. This one need not be the same hash, for it is compared only with others of its kind. An example in letters, a
 * line each: {@code abcdefg > abcXefg} and {@code Yabcdefg > YabcXefg} have one id, and {@code abQdefg > abQXefg} has
 * another, for its context differs.
 *
 * @param loose equal where git takes two changes for the same patch
 * @param exact equal only where the changed lines and the paths are the same with their spaces, and no line became part of
 *     another one
 */
record PatchId(ObjectId loose, ObjectId exact) {
    private static final int CONTEXT = 3;

    /**
     * Computes both ids in one pass.
     *
     * @param changes the changed files, ordered by path
     * @throws IOException if a file is missing or can't be read
     */
    static PatchId of(PatchTexts texts, List<TreeDiff.FileChange> changes) throws IOException {
        List<ObjectId> loose = new ArrayList<>();
        MessageDigest exact = Constants.newMessageDigest();
        for (TreeDiff.FileChange change : changes) {
            MessageDigest file = Constants.newMessageDigest();
            digestHeader(change, file);
            exact.update(change.path().bytes());
            exact.update((byte) 0);
            digestContent(texts, change, file, exact);
            loose.add(ObjectId.fromRaw(file.digest()));
        }
        return new PatchId(combine(loose), ObjectId.fromRaw(exact.digest()));
    }

    /**
     * The id of the paths and modes alone: no file is read. It is equal where the {@link #loose} ids may be. Git computes
     * it with {@code diff_header_only}.
     */
    static ObjectId ofHeaders(List<TreeDiff.FileChange> changes) {
        List<ObjectId> files = new ArrayList<>();
        for (TreeDiff.FileChange change : changes) {
            MessageDigest file = Constants.newMessageDigest();
            digestHeader(change, file);
            files.add(ObjectId.fromRaw(file.digest()));
        }
        return combine(files);
    }

    // Git adds up the hashes of the files (flush_one_hunk), so that their order says nothing: without their spaces,
    // paths may come in another one.
    private static ObjectId combine(List<ObjectId> files) {
        MessageDigest all = Constants.newMessageDigest();
        files.stream().sorted().forEach(file -> all.update(file.name().getBytes(StandardCharsets.US_ASCII)));
        return ObjectId.fromRaw(all.digest());
    }

    // Git hashes "newfilemode100644" or "deletedfilemode100644" for a file that comes or goes, and
    // "oldmode100644newmode100755" where the mode changes, also together with the text. A mode that stays says nothing:
    // the same change of an executable file and of one that is not is the same patch.
    private static void digestHeader(TreeDiff.FileChange change, MessageDigest loose) {
        loose.update(removeSpaces(change.path().bytes(), 0, change.path().bytes().length));
        int before = modeOf(change.before());
        int after = modeOf(change.after());
        loose.update((before == after ? "\n" : "\n" + before + " " + after + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static int modeOf(@Nullable TreeEntry entry) {
        return entry == null ? 0 : entry.mode();
    }

    private static void digestContent(
            PatchTexts texts, TreeDiff.FileChange change, MessageDigest loose, MessageDigest exact) throws IOException {
        try {
            digestTexts(texts, change, loose, exact);
        } catch (OutOfMemoryError noRoom) {
            throw MemoryErrors.refuseMerge(change.path().toString(), noRoom);
        }
    }

    private static void digestTexts(
            PatchTexts texts, TreeDiff.FileChange change, MessageDigest loose, MessageDigest exact) throws IOException {
        byte[] before = texts.read(change.path(), change.before());
        byte[] after = texts.read(change.path(), change.after());
        // A binary on either side: git hashes the two object ids.
        if (before == null || after == null) {
            byte[] ids = (idOf(change.before()) + idOf(change.after())).getBytes(StandardCharsets.US_ASCII);
            loose.update(ids);
            exact.update(ids);
            return;
        }
        // One numbering for both texts: equal lines get equal numbers, and the diff compares numbers.
        LineNumbering lines = new LineNumbering();
        digestPatch(lines.text(before), lines.text(after), loose, exact);
    }

    private static String idOf(@Nullable TreeEntry entry) {
        return entry == null ? ObjectId.zeroId().name() : entry.id().name();
    }

    private static void digestPatch(
            LineNumbering.NumberedText before,
            LineNumbering.NumberedText after,
            MessageDigest loose,
            MessageDigest exact) {
        List<DiffHunk> edits = LineDiff.between(DiffAlgorithm.MYERS, before.numbers(), after.numbers());
        // For abcdefghijklmn > abcdeXghijklmn the hunk is "cde-f+Xghi", and for two changes with less than six lines
        // between them the lines between are hashed once: shown is where the context of the last change ended.
        int shown = 0;
        for (int i = 0; i < edits.size(); i++) {
            DiffHunk edit = edits.get(i);
            digestDenseLines(' ', before, Math.max(shown, edit.fromA() - CONTEXT), edit.fromA(), loose);
            digestDenseLines('-', before, edit.fromA(), edit.toA(), loose);
            digestDenseLines('+', after, edit.fromB(), edit.toB(), loose);
            // The exact id has no context: other lines around the change are the concern of the loose id.
            digestRawLines('-', before, edit.fromA(), edit.toA(), exact);
            digestRawLines('+', after, edit.fromB(), edit.toB(), exact);
            int next = i + 1 < edits.size() ? edits.get(i + 1).fromA() : before.size();
            shown = Math.min(next, edit.toA() + CONTEXT);
            digestDenseLines(' ', before, edit.toA(), shown, loose);
        }
    }

    // With the length of each line: a deleted line "a+b" is not the deleted line "a" and the added line "b".
    private static void digestRawLines(
            char sign, LineNumbering.NumberedText text, int from, int to, MessageDigest digest) {
        for (int line = from; line < to; line++) {
            int length = text.start(line + 1) - text.start(line);
            digest.update((sign + Integer.toString(length) + ":").getBytes(StandardCharsets.US_ASCII));
            digest.update(text.raw(), text.start(line), length);
        }
    }

    private static void digestDenseLines(
            char sign, LineNumbering.NumberedText text, int from, int to, MessageDigest digest) {
        for (int line = from; line < to; line++) {
            // The sign of a line of context is a space, which git leaves out like any other.
            if (sign != ' ') {
                digest.update((byte) sign);
            }
            digest.update(removeSpaces(text.raw(), text.start(line), text.start(line + 1)));
        }
    }

    // Git's remove_space.
    private static byte[] removeSpaces(byte[] raw, int from, int end) {
        byte[] dense = new byte[end - from];
        int size = 0;
        for (int at = from; at < end; at++) {
            if (!isSpace(raw[at])) {
                dense[size++] = raw[at];
            }
        }
        return Arrays.copyOf(dense, size);
    }

    // isspace of git, which remove_space in diff.c asks.
    private static boolean isSpace(byte each) {
        return each == ' ' || each == '\t' || each == '\n' || each == '\r';
    }
}
