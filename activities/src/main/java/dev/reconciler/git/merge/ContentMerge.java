package dev.reconciler.git.merge;

import dev.reconciler.git.convert.ContentConversion;
import dev.reconciler.git.diff.BinaryContent;
import dev.reconciler.git.error.MemoryErrors;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.merge.text.MergeFavor;
import dev.reconciler.git.merge.text.TextMerge;
import dev.reconciler.git.merge.text.TextMergeSettings;
import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.MergeObjects;
import dev.reconciler.git.tree.TreeEntry;
import java.io.IOException;
import java.util.Arrays;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * The merge of one path that both sides have, each in its own way: its mode, and its content by {@link TextMerge}. Git's
 * names are {@code handle_content_merge} of merge-ort and {@code ll_merge}.
 */
final class ContentMerge {
    /**
     * A larger text, in bytes, is left to a person: each of the three is held in memory, with its lines. Git takes up to
     * a gigabyte ({@code MAX_XDIFF_SIZE}).
     */
    private static final long LARGEST_TEXT = 50L << 20;

    private final MergeObjects objects;
    private final MergeAttributes attributes;
    private final TextMergeSettings texts;
    private final MergeFavor favor;

    /** For the contents of three trees; base is null for the empty one. */
    ContentMerge(
            MergeObjects objects, MergeSettings settings, @Nullable ObjectId base, ObjectId ours, ObjectId theirs) {
        this.objects = objects;
        this.attributes = new MergeAttributes(objects, settings, base, ours, theirs);
        this.texts = settings.texts();
        this.favor = settings.favor();
    }

    /**
     * Merges one path.
     *
     * @param base null where base has nothing to compare with
     * @throws RefusedException of type Unsupported where the memory is too small for the texts of the path
     * @throws IOException where a content can't be read, or the merged one can't be written
     */
    MergedContent mergeEntry(BytePath path, @Nullable TreeEntry base, TreeEntry ours, TreeEntry theirs)
            throws IOException {
        MergedContent merged = mergeModeAndContent(path, base, ours, theirs);
        // A submodule has a history of its own: which of its commits goes with this one, a person has to see.
        return merged.entry() == null && favor == MergeFavor.THEIRS && !ours.isGitlink() && !theirs.isGitlink()
                ? new MergedContent(theirs, "")
                : merged;
    }

    private MergedContent mergeModeAndContent(BytePath path, @Nullable TreeEntry base, TreeEntry ours, TreeEntry theirs)
            throws IOException {
        if (ours.type() != theirs.type()) {
            return MergedContent.conflict("is of another kind on each side");
        }
        // The modes. A mode that one side changed is taken: base f, ours f, theirs f that may be executed. Two sides
        // with two modes, and neither that of base, are a conflict; that takes a file that both added, as a file has
        // two modes.
        int baseMode = base == null ? FileMode.MISSING.getBits() : base.mode();
        if (ours.mode() != theirs.mode() && ours.mode() != baseMode && theirs.mode() != baseMode) {
            return MergedContent.conflict("has another mode on each side");
        }
        int mode = ours.mode() == baseMode ? theirs.mode() : ours.mode();
        // The contents by their ids, as for whole paths in MergeWalk. A path comes here with equal ids where only its
        // modes differ, or where a rename brought the three together.
        if (ours.id().equals(theirs.id()) || (base != null && theirs.id().equals(base.id()))) {
            return new MergedContent(new TreeEntry(mode, ours.id()), "");
        }
        if (base != null && ours.id().equals(base.id())) {
            return new MergedContent(new TreeEntry(mode, theirs.id()), "");
        }
        // All three contents differ.
        // Links and commits of submodules have no lines to merge. Where a submodule's repository is at hand, git looks
        // for a commit that holds both (merge_submodule); this class asks a person.
        if (!ours.isRegular()) {
            return MergedContent.conflict(
                    ours.isGitlink() ? "names another submodule commit on each side" : "links elsewhere on each side");
        }
        // A base of another kind, such as a link that both sides made a file, is no base for the lines: git then merges
        // the two files against an empty one.
        ObjectId comparable = base == null || !base.isRegular() ? null : base.id();
        try {
            return mergeByDriver(path, mode, comparable, ours.id(), theirs.id());
        } catch (OutOfMemoryError noRoom) {
            throw MemoryErrors.refuseMerge(path.toString(), noRoom);
        }
    }

    private MergedContent mergeByDriver(
            BytePath path, int mode, @Nullable ObjectId base, ObjectId ours, ObjectId theirs) throws IOException {
        return switch (attributes.chooseDriver(path)) {
            case TEXT -> mergeTexts(path, mode, base, ours, theirs, favor);
            case UNION -> mergeTexts(path, mode, base, ours, theirs, MergeFavor.UNION);
            case BINARY ->
                MergedContent.conflict("was changed on both sides, and its attributes say that it can't be merged");
            case CUSTOM -> MergedContent.conflict("was changed on both sides, and has a merge driver of its own");
        };
    }

    private MergedContent mergeTexts(
            BytePath path, int mode, @Nullable ObjectId base, ObjectId ours, ObjectId theirs, MergeFavor favored)
            throws IOException {
        // The sizes first: they are found without reading the contents.
        if (isLarge(base) || isLarge(ours) || isLarge(theirs)) {
            return MergedContent.conflict("was changed on both sides, and is too large to be merged");
        }
        ContentConversion normalization = attributes.findNormalization(path);
        if (isUnknown(normalization)) {
            return MergedContent.conflict(
                    "was changed on both sides, and a filter would have to make them alike first");
        }
        // Git's ll_xdl_merge: a binary content of any of the three makes all of them binary.
        byte[] baseText = base == null ? new byte[0] : readText(base, normalization);
        byte[] ourText = readText(ours, normalization);
        byte[] theirText = readText(theirs, normalization);
        if (BinaryContent.isBinary(baseText) || BinaryContent.isBinary(ourText) || BinaryContent.isBinary(theirText)) {
            return MergedContent.conflict("is binary and was changed on both sides");
        }
        byte[] merged = TextMerge.merge(baseText, ourText, theirText, favored, texts);
        return merged == null
                ? MergedContent.conflict("was changed on both sides in the same place")
                : new MergedContent(new TreeEntry(mode, objects.write(Constants.OBJ_BLOB, merged)), "");
    }

    /**
     * Whether a change is one of line ends alone, which git takes back before it compares; false where nothing is
     * normalized. Git's name is {@code blob_unchanged}.
     *
     * @throws IOException where a content can't be read
     */
    boolean isSameNormalized(BytePath path, TreeEntry base, TreeEntry changed) throws IOException {
        ContentConversion normalization = attributes.findNormalization(path);
        return normalization != null
                && base.mode() == changed.mode()
                && base.isRegular()
                && !isUnknown(normalization)
                && !isLarge(base.id())
                && !isLarge(changed.id())
                && Arrays.equals(readText(base.id(), normalization), readText(changed.id(), normalization));
    }

    // What a program makes of a text, or an attribute that is not followed here, can't be told.
    private static boolean isUnknown(@Nullable ContentConversion normalization) {
        return normalization != null
                && (normalization.findProgram().isPresent()
                        || normalization.findUnsupported().isPresent());
    }

    private byte[] readText(ObjectId id, @Nullable ContentConversion normalization) throws IOException {
        byte[] text = objects.blob(id);
        return normalization == null ? text : normalization.renormalize(text);
    }

    private boolean isLarge(@Nullable ObjectId id) throws IOException {
        return id != null && objects.blobSize(id) > LARGEST_TEXT;
    }

    /**
     * The result of a merge of one path.
     *
     * @param entry null on a conflict
     * @param conflict why a person has to decide, to follow the path in a sentence; empty where the merge is clean
     */
    record MergedContent(@Nullable TreeEntry entry, String conflict) {
        static MergedContent conflict(String why) {
            return new MergedContent(null, why);
        }
    }
}
