package dev.reconciler.git.merge;

import dev.reconciler.git.merge.MergeWalk.ContestedPath;
import dev.reconciler.git.merge.rename.DirectoryRenames;
import dev.reconciler.git.merge.rename.RemovedDirectories;
import dev.reconciler.git.merge.rename.RenameDetection;
import dev.reconciler.git.merge.rename.TraversalOrder;
import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.ReplayObjects;
import dev.reconciler.git.tree.TreeEntry;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/** One three-way merge of trees. Renames are looked for only where one could explain what is left to decide. */
public final class TreeMerge {
    private final ReplayObjects objects;
    private final MergeSettings settings;
    private final @Nullable ObjectId base;
    private final ObjectId ours;
    private final ObjectId theirs;
    private final MergeWalk walk;
    private final ContentMerge content;
    private final TreeEdits edits = new TreeEdits();
    private final MergeConflicts conflicts = new MergeConflicts();
    private final Map<MergeSide, @Nullable RenameDetection> renames = new EnumMap<>(MergeSide.class);
    private final Map<BytePath, TreeEntry> baseOfAdded = new HashMap<>();

    private TreeMerge(
            ReplayObjects objects, MergeSettings settings, @Nullable ObjectId base, ObjectId ours, ObjectId theirs) {
        this.objects = objects;
        this.settings = settings;
        this.base = base;
        this.ours = ours;
        this.theirs = theirs;
        this.walk = new MergeWalk(objects);
        this.content = new ContentMerge(objects, settings, ours);
    }

    /**
     * What came out.
     *
     * @param tree null on a conflict
     * @param conflicts the paths and why, for people; empty where there is none
     */
    public record MergedTree(@Nullable ObjectId tree, String conflicts) {}

    /**
     * Merges what changed between two trees into a third.
     *
     * @param base null for nothing
     */
    public static MergedTree merge(
            ReplayObjects objects, MergeSettings settings, @Nullable ObjectId base, ObjectId ours, ObjectId theirs)
            throws IOException {
        if (ours.equals(theirs) || theirs.equals(base)) {
            return new MergedTree(ours, "");
        }
        return ours.equals(base)
                ? new MergedTree(theirs, "")
                : new TreeMerge(objects, settings, base, ours, theirs).mergeTrees();
    }

    private MergedTree mergeTrees() throws IOException {
        walk.walkTrees(base, ours, theirs, edits);
        if (settings.renames()) {
            findRenames(MergeSide.OURS);
            findRenames(MergeSide.THEIRS);
        }
        walk.deletedByBoth().forEach(this::decideDeletedByBoth);
        for (ContestedPath contest : walk.contestedPaths()) {
            decidePath(contest);
        }
        if (!conflicts.isEmpty()) {
            return new MergedTree(null, conflicts.toString());
        }
        ObjectId tree = new TreeWriter(objects, conflicts).writeRoot(ours, edits);
        return conflicts.isEmpty() ? new MergedTree(tree, "") : new MergedTree(null, conflicts.toString());
    }

    private void findRenames(MergeSide side) throws IOException {
        Set<BytePath> contested = new HashSet<>();
        walk.deletedByBoth().forEach(each -> contested.add(each.path()));
        walk.contestedPaths().stream()
                .filter(each -> isDeletedBy(side, each))
                .forEach(each -> contested.add(each.path()));
        RemovedDirectories removed = walk.removedDirectories(side);
        if (contested.isEmpty() && removed.added().isEmpty()) {
            return;
        }
        ObjectId tree = side == MergeSide.OURS ? ours : theirs;
        DirectoryRenames directories = new DirectoryRenames(objects, tree, removed);
        RenameDetection found = RenameDetection.find(
                objects,
                base,
                tree,
                new TraversalOrder(
                        objects,
                        base,
                        side == MergeSide.OURS ? theirs : ours,
                        walk.removedDirectories(MergeSide.OURS),
                        walk.removedDirectories(MergeSide.THEIRS)),
                path -> contested.contains(path) || removed.isAround(path),
                settings.renameLimit(),
                directories);
        renames.put(side, found);
        if (settings.directoryRenames()) {
            checkAdditions(removed, found, directories);
        }
    }

    /** What was added to a directory that has moved belongs elsewhere, and git asks where. */
    private void checkAdditions(RemovedDirectories removed, RenameDetection found, DirectoryRenames directories) {
        Set<BytePath> moved = directories.moved();
        for (BytePath directory : moved) {
            if (directories.isSplit(directory)) {
                conflicts.add(directory, "was moved to several places, none of which got the most files");
            }
        }
        for (BytePath added : removed.added()) {
            if (found.isUncertain() || moved.stream().anyMatch(added::isUnder)) {
                conflicts.add(added, "was added where the other side has moved the directory");
            }
        }
    }

    private static boolean isDeletedBy(MergeSide side, ContestedPath contest) {
        return contest.base() != null && (side == MergeSide.OURS ? contest.ours() : contest.theirs()) == null;
    }

    private RenameDetection.@Nullable RenameTarget findTarget(MergeSide side, BytePath source) {
        RenameDetection found = renames.get(side);
        return found == null ? null : found.of(source);
    }

    private boolean isUncertain(MergeSide side) {
        RenameDetection found = renames.get(side);
        return found != null && found.isUncertain();
    }

    private void decideDeletedByBoth(ContestedPath contest) {
        RenameDetection.RenameTarget inOurs = findTarget(MergeSide.OURS, contest.path());
        RenameDetection.RenameTarget inTheirs = findTarget(MergeSide.THEIRS, contest.path());
        TreeEntry before = contest.base();
        if (isUncertain(MergeSide.OURS) || isUncertain(MergeSide.THEIRS)) {
            conflicts.add(contest.path(), "is gone on both sides, and it can't be told where it was moved to");
        } else if (inOurs != null && inTheirs != null && before != null) {
            if (inOurs.path().equals(inTheirs.path())) {
                baseOfAdded.put(inOurs.path(), before);
            } else {
                conflicts.add(contest.path(), "was renamed to " + inOurs.path() + " and to " + inTheirs.path());
            }
        } else if (inOurs != null || inTheirs != null) {
            RenameDetection.RenameTarget moved = inOurs != null ? inOurs : Objects.requireNonNull(inTheirs);
            conflicts.add(contest.path(), "was renamed to " + moved.path() + " on one side and deleted on the other");
        }
    }

    private void decidePath(ContestedPath contest) throws IOException {
        TreeEntry our = contest.ours();
        TreeEntry their = contest.theirs();
        if (our != null && their != null) {
            TreeEntry before = contest.base() != null ? contest.base() : baseOfAdded.get(contest.path());
            mergeContents(contest.path(), before, our, their);
            return;
        }
        MergeSide deleter = our == null ? MergeSide.OURS : MergeSide.THEIRS;
        RenameDetection.RenameTarget moved = findTarget(deleter, contest.path());
        if (isUncertain(deleter)) {
            conflicts.add(contest.path(), "was changed on one side and deleted or moved on the other");
        } else if (moved == null) {
            conflicts.add(contest.path(), "was changed on one side and deleted on the other");
        } else {
            followRename(contest, moved, deleter);
        }
    }

    private void followRename(ContestedPath contest, RenameDetection.RenameTarget moved, MergeSide mover)
            throws IOException {
        TreeEntry taken = TreeEntry.file(objects.find(mover == MergeSide.OURS ? theirs : ours, moved.path()));
        TreeEntry before = Objects.requireNonNull(contest.base());
        TreeEntry stayed = Objects.requireNonNull(mover == MergeSide.OURS ? contest.theirs() : contest.ours());
        if (taken != null) {
            conflicts.add(moved.path(), "is where one side moved " + contest.path() + " to and the other has a file");
            return;
        }
        if (stayed.type() != moved.leaf().type()) {
            conflicts.add(contest.path(), "was moved on one side and became of another kind on the other");
            return;
        }
        edits.at(contest.path()).setFile(null);
        if (mover == MergeSide.OURS) {
            mergeContents(moved.path(), before, moved.leaf(), stayed);
        } else {
            mergeContents(moved.path(), before, stayed, moved.leaf());
        }
    }

    private void mergeContents(BytePath path, @Nullable TreeEntry before, TreeEntry our, TreeEntry their)
            throws IOException {
        ContentMerge.MergedContent merged = content.mergeEntry(path, before, our, their);
        if (merged.leaf() == null) {
            conflicts.add(path, merged.conflict());
        } else {
            edits.at(path).setFile(merged.leaf());
        }
    }
}
