package dev.reconciler.git.merge;

import dev.reconciler.git.diff.BinaryContent;
import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.ReplayObjects;
import dev.reconciler.git.tree.TreeEntry;
import java.io.IOException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/** The merge of one path that both sides have and each has in its own way. */
final class ContentMerge {
    private static final long LARGEST_TEXT = 50L << 20;

    private final ReplayObjects objects;
    private final MergeAttributes attributes;
    private final boolean renormalizes;

    ContentMerge(ReplayObjects objects, MergeSettings settings, ObjectId root) {
        this.objects = objects;
        this.attributes = new MergeAttributes(objects, settings, root);
        this.renormalizes = settings.renormalize();
    }

    /** What came out: a leaf, or why there is none. */
    record MergedContent(@Nullable TreeEntry leaf, String conflict) {
        static MergedContent conflict(String why) {
            return new MergedContent(null, why);
        }
    }

    MergedContent mergeEntry(BytePath path, @Nullable TreeEntry base, TreeEntry ours, TreeEntry theirs)
            throws IOException {
        if (ours.type() != theirs.type()) {
            return MergedContent.conflict("is of another kind on each side");
        }
        int baseMode = base == null ? FileMode.MISSING.getBits() : base.mode();
        if (ours.mode() != theirs.mode() && ours.mode() != baseMode && theirs.mode() != baseMode) {
            return MergedContent.conflict("has another mode on each side");
        }
        int mode = ours.mode() == baseMode ? theirs.mode() : ours.mode();
        if (ours.id().equals(theirs.id()) || (base != null && theirs.id().equals(base.id()))) {
            return new MergedContent(new TreeEntry(mode, ours.id()), "");
        }
        if (base != null && ours.id().equals(base.id())) {
            return new MergedContent(new TreeEntry(mode, theirs.id()), "");
        }
        if (ours.isRegular() && renormalizes) {
            return MergedContent.conflict("was changed on both sides, and merge.renormalize asks for other line ends");
        }
        if (!ours.isRegular()) {
            return MergedContent.conflict(
                    ours.isGitlink() ? "names another submodule commit on each side" : "links elsewhere on each side");
        }
        return mergeByDriver(path, mode, base == null || !base.isRegular() ? null : base.id(), ours.id(), theirs.id());
    }

    private MergedContent mergeByDriver(
            BytePath path, int mode, @Nullable ObjectId base, ObjectId ours, ObjectId theirs) throws IOException {
        return switch (attributes.chooseDriver(path)) {
            case TEXT -> mergeTexts(mode, base, ours, theirs, false);
            case UNION -> mergeTexts(mode, base, ours, theirs, true);
            case BINARY ->
                MergedContent.conflict("was changed on both sides, and its attributes say that it can't be merged");
            case CUSTOM -> MergedContent.conflict("was changed on both sides, and has a merge driver of its own");
        };
    }

    private MergedContent mergeTexts(int mode, @Nullable ObjectId base, ObjectId ours, ObjectId theirs, boolean union)
            throws IOException {
        if (isLarge(base) || isLarge(ours) || isLarge(theirs)) {
            return MergedContent.conflict("was changed on both sides, and is too large to be merged");
        }
        byte[] baseText = base == null ? new byte[0] : objects.blob(base);
        byte[] ourText = objects.blob(ours);
        byte[] theirText = objects.blob(theirs);
        if (BinaryContent.isBinary(baseText) || BinaryContent.isBinary(ourText) || BinaryContent.isBinary(theirText)) {
            return MergedContent.conflict("is binary and was changed on both sides");
        }
        byte[] merged = TextMerge.merge(baseText, ourText, theirText, union);
        return merged == null
                ? MergedContent.conflict("was changed on both sides in the same place")
                : new MergedContent(new TreeEntry(mode, objects.write(Constants.OBJ_BLOB, merged)), "");
    }

    private boolean isLarge(@Nullable ObjectId id) throws IOException {
        return id != null && objects.blobSize(id) > LARGEST_TEXT;
    }
}
