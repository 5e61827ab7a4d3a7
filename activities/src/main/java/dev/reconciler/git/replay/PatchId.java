package dev.reconciler.git.replay;

import dev.reconciler.git.diff.BinaryContent;
import dev.reconciler.git.diff.DiffAlgorithm;
import dev.reconciler.git.diff.DiffHunk;
import dev.reconciler.git.diff.LineDiff;
import dev.reconciler.git.diff.LineNumbering;
import dev.reconciler.git.tree.MergeObjects;
import dev.reconciler.git.tree.TreeDiff;
import dev.reconciler.git.tree.TreeEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * What a commit changes, wherever in the files the changed lines are. Two commits with equal patch ids make the same
 * change, as a commit and its cherry-pick do.
 *
 * <p>Git's patch id is {@code diff_get_patch_id} of {@code diff.c}: a hash of the diff with three lines of context,
 * without line numbers and without spaces. This one need not be the same hash, for it is compared only with others of
 * its kind. An example in letters, a line each: {@code abcdefg > abcXefg} and {@code Yabcdefg > YabcXefg} have one id,
 * and {@code abQdefg > abQXefg} has another, for its context differs.
 *
 * @param loose equal where any version of git takes two changes for the same patch: spaces do not count, and neither
 *     does a mode that changes together with the text. Git counts such a mode from version 2.39 on
 * @param exact equal only where the changed lines, with their spaces, and the modes before and after are the same
 */
record PatchId(ObjectId loose, ObjectId exact) {
    private static final int CONTEXT = 3;
    // A file is held in memory while its lines are compared.
    private static final long LARGEST = 50L << 20;

    /**
     * Computes both ids in one pass.
     *
     * @param changes the changed files, ordered by path
     * @throws IOException if a file is missing or can't be read
     */
    static PatchId of(MergeObjects objects, List<TreeDiff.FileChange> changes) throws IOException {
        MessageDigest loose = Constants.newMessageDigest();
        MessageDigest exact = Constants.newMessageDigest();
        for (TreeDiff.FileChange change : changes) {
            loose.update(change.path().bytes());
            loose.update(formatHeader(change));
            exact.update((modeOf(change.before()) + " " + modeOf(change.after()) + "\n")
                    .getBytes(StandardCharsets.US_ASCII));
            digestContent(objects, change, loose, exact);
        }
        return new PatchId(ObjectId.fromRaw(loose.digest()), ObjectId.fromRaw(exact.digest()));
    }

    // Git hashes "newfilemode100644" or "deletedfilemode100644": a file that comes or goes counts with its mode in both
    // ids, and so an added executable file is never taken for an added text.
    private static byte[] formatHeader(TreeDiff.FileChange change) {
        String kind = change.before() == null
                ? "\nnew " + modeOf(change.after()) + "\n"
                : change.after() == null ? "\ngone " + modeOf(change.before()) + "\n" : "\n";
        return kind.getBytes(StandardCharsets.US_ASCII);
    }

    private static int modeOf(@Nullable TreeEntry entry) {
        return entry == null ? 0 : entry.mode();
    }

    private static void digestContent(
            MergeObjects objects, TreeDiff.FileChange change, MessageDigest loose, MessageDigest exact)
            throws IOException {
        byte[] before = readText(objects, change.before());
        byte[] after = readText(objects, change.after());
        // A binary, a symbolic link or a submodule on either side: git hashes the two object ids.
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

    /** Reads a file that is a text; null where only its id can be compared. An absent file is an empty text. */
    private static byte @Nullable [] readText(MergeObjects objects, @Nullable TreeEntry entry) throws IOException {
        if (entry == null) {
            return new byte[0];
        }
        if (!entry.isRegular() || objects.blobSize(entry.id()) > LARGEST) {
            return null;
        }
        byte[] content = objects.blob(entry.id());
        return BinaryContent.isBinary(content) ? null : content;
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

    private static void digestRawLines(
            char sign, LineNumbering.NumberedText text, int from, int to, MessageDigest digest) {
        for (int line = from; line < to; line++) {
            digest.update((byte) sign);
            digest.update(text.raw(), text.start(line), text.start(line + 1) - text.start(line));
        }
    }

    private static void digestDenseLines(
            char sign, LineNumbering.NumberedText text, int from, int to, MessageDigest digest) {
        ByteArrayOutputStream dense = new ByteArrayOutputStream();
        for (int line = from; line < to; line++) {
            if (sign != ' ') {
                dense.write(sign);
            }
            for (int at = text.start(line); at < text.start(line + 1); at++) {
                if (!isSpace(text.raw()[at])) {
                    dense.write(text.raw()[at]);
                }
            }
        }
        digest.update(dense.toByteArray());
    }

    // isspace of git, which remove_space in diff.c asks.
    private static boolean isSpace(byte each) {
        return each == ' ' || each == '\t' || each == '\n' || each == '\r';
    }
}
