package dev.reconciler.git.merge;

import dev.reconciler.git.merge.DirectoryMoves.SideRenames;
import dev.reconciler.git.merge.MergeWalk.ContestedPath;
import dev.reconciler.git.merge.rename.RenameDetection;
import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.MergeObjects;
import dev.reconciler.git.tree.TreeEntry;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Decides the files that ids alone do not decide, in the light of the renames of both sides: merged, moved, deleted, or a
 * conflict. {@link ContentMerge} merges the contents. Git's names are {@code process_renames} and {@code process_entry} of
 * merge-ort.
 */
final class ContestedFiles {
    private final MergeObjects objects;
    private final boolean favorsTheirs;
    private final ObjectId ours;
    private final ObjectId theirs;
    private final Map<MergeSide, SideRenames> renames;
    private final ContentMerge content;
    private final TreeEdits edits;
    private final MergeConflicts conflicts;

    // For a path that base has not: the file of base that both sides moved to that path.
    private final Map<BytePath, TreeEntry> baseOfAdded = new HashMap<>();

    // For a path that one side moved a file to and that the other side has another file at.
    private final Map<BytePath, RenameCollision> collisions = new LinkedHashMap<>();

    /**
     * @param renames those of each side; none where no renames are looked for
     * @param edits takes what becomes of the files
     * @param conflicts takes those that a person has to decide
     */
    ContestedFiles(
            MergeObjects objects,
            MergeSettings settings,
            ObjectId ours,
            ObjectId theirs,
            Map<MergeSide, SideRenames> renames,
            ContentMerge content,
            TreeEdits edits,
            MergeConflicts conflicts) {
        this.objects = objects;
        this.favorsTheirs = settings.favorsTheirs();
        this.ours = ours;
        this.theirs = theirs;
        this.renames = renames;
        this.content = content;
        this.edits = edits;
        this.conflicts = conflicts;
    }

    /**
     * Decides every file that a walk has left.
     *
     * @throws IOException where an object can't be read or written
     */
    void decideAll(MergeWalk walk) throws IOException {
        // Files that both deleted come before the contested paths: one that both moved to the same path is the base of
        // a contested path there.
        for (ContestedPath gone : walk.deletedByBoth()) {
            decideDeletedByBoth(gone);
        }
        // Renames come before the paths that they lead to.
        for (ContestedPath contest : walk.contestedPaths()) {
            if (!contest.isOnBothSides()) {
                decideChangedAndGone(contest);
            }
        }
        for (ContestedPath contest : walk.contestedPaths()) {
            if (contest.isOnBothSides() && !collisions.containsKey(contest.path())) {
                decideChangedByBoth(contest);
            }
        }
        for (Map.Entry<BytePath, RenameCollision> collision : collisions.entrySet()) {
            mergeContents(
                    collision.getKey(),
                    null,
                    collision.getValue().ours(),
                    collision.getValue().theirs());
        }
    }

    private RenameDetection.@Nullable RenameTarget findTarget(MergeSide side, BytePath source) {
        RenameDetection found = renamesOf(side);
        return found == null ? null : found.targetOf(source);
    }

    private boolean isUncertain(MergeSide side) {
        RenameDetection found = renamesOf(side);
        return found != null && found.isUncertain();
    }

    private @Nullable RenameDetection renamesOf(MergeSide side) {
        SideRenames found = renames.get(side);
        return found == null ? null : found.renames();
    }

    // Git's process_renames, for a file that neither side has at its old path. Where theirs is right, its path stays,
    // and that of ours goes.
    private void decideDeletedByBoth(ContestedPath contest) throws IOException {
        RenameDetection.RenameTarget inOurs = findTarget(MergeSide.OURS, contest.path());
        RenameDetection.RenameTarget inTheirs = findTarget(MergeSide.THEIRS, contest.path());
        TreeEntry before = contest.base();
        if (isUncertain(MergeSide.OURS) || isUncertain(MergeSide.THEIRS)) {
            // Git may find other renames. Each side may have moved the file.
            if (!favorsTheirs) {
                conflicts.add(contest.path(), "is gone on both sides, and it can't be told where it was moved to");
            }
        } else if (inOurs != null && inTheirs != null && before != null) {
            if (inOurs.path().equals(inTheirs.path())) {
                // Rename/rename(1to1): base f, ours g, theirs g. The two g are merged with f as their base.
                baseOfAdded.put(inOurs.path(), before);
            } else if (favorsTheirs) {
                edits.at(inOurs.path()).setFile(null);
                mergeContents(inTheirs.path(), before, inOurs.entry(), inTheirs.entry());
            } else {
                // Rename/rename(1to2): base f, ours g, theirs h.
                conflicts.add(contest.path(), "was renamed to " + inOurs.path() + " and to " + inTheirs.path());
            }
        } else if (favorsTheirs && inOurs != null) {
            edits.at(inOurs.path()).setFile(null);
        } else if (!favorsTheirs && (inOurs != null || inTheirs != null)) {
            // Rename/delete: base f, ours g, theirs nothing.
            RenameDetection.RenameTarget moved = inOurs != null ? inOurs : Objects.requireNonNull(inTheirs);
            conflicts.add(contest.path(), "was renamed to " + moved.path() + " on one side and deleted on the other");
        }
        // Otherwise both sides deleted the file, and it is gone; or theirs has it at the path to which it was moved.
    }

    // Git's process_entry, for a path that both sides have in their own way: both changed the file of base, or both
    // added one. Two added files have no base, unless both were moved here.
    private void decideChangedByBoth(ContestedPath contest) throws IOException {
        TreeEntry before = contest.base() != null ? contest.base() : baseOfAdded.get(contest.path());
        mergeContents(
                contest.path(),
                before,
                Objects.requireNonNull(contest.ours()),
                Objects.requireNonNull(contest.theirs()));
    }

    private boolean isUnchanged(ContestedPath contest, MergeSide deleter) throws IOException {
        TreeEntry before = contest.base();
        TreeEntry changed = deleter == MergeSide.OURS ? contest.theirs() : contest.ours();
        return before != null && changed != null && content.isSameNormalized(contest.path(), before, changed);
    }

    private static boolean isOfSubmodule(ContestedPath contest) {
        return Stream.of(contest.ours(), contest.theirs()).anyMatch(each -> each != null && each.isGitlink());
    }

    // One side changed the file, and the other side has none at this path.
    private void decideChangedAndGone(ContestedPath contest) throws IOException {
        MergeSide deleter = contest.ours() == null ? MergeSide.OURS : MergeSide.THEIRS;
        RenameDetection.RenameTarget moved = findTarget(deleter, contest.path());
        if (favorsTheirs && !isOfSubmodule(contest) && (moved == null || isUncertain(deleter))) {
            edits.at(contest.path()).setFile(contest.theirs());
        } else if (isUncertain(deleter)) {
            // Git may find other renames, so the file may have been moved.
            conflicts.add(contest.path(), "was changed on one side and deleted or moved on the other");
        } else if (moved == null && isUnchanged(contest, deleter)) {
            // Only the line ends of f changed on the side that has it, so the deletion stands.
            edits.at(contest.path()).setFile(null);
        } else if (moved == null) {
            // Modify/delete: base f, ours changed f, theirs nothing.
            conflicts.add(contest.path(), "was changed on one side and deleted on the other");
        } else {
            // A plain rename: base f, ours g, theirs changed f.
            followRename(contest, moved, deleter);
        }
    }

    // Merges the file at its new path: the side that moved it has it there, and the side that stayed has it at the old
    // one.
    private void followRename(ContestedPath contest, RenameDetection.RenameTarget moved, MergeSide mover)
            throws IOException {
        TreeEntry taken = TreeEntry.file(objects.find(mover == MergeSide.OURS ? theirs : ours, moved.path()));
        TreeEntry before = Objects.requireNonNull(contest.base());
        TreeEntry stayed = Objects.requireNonNull(mover == MergeSide.OURS ? contest.theirs() : contest.ours());
        boolean isOfOtherKind = stayed.type() != moved.entry().type();
        if (isOfOtherKind
                && (taken == null || stayed.isRegular() == moved.entry().isRegular())) {
            // Rename against a change of kind: base f, ours g from f, theirs made f a symbolic link.
            decideMovedAndChangedKind(contest, moved, mover);
        } else if (isOfOtherKind) {
            // Both moved the file, and the one that has a link at the old path now was not seen to: base f, ours g,
            // theirs g and f a link to it. The link stays, and the two g are merged with f as their base.
            edits.at(contest.path()).setFile(stayed);
            baseOfAdded.put(moved.path(), before);
        } else {
            // The old path goes. Ours has the file there unless ours moved it; then the edit changes nothing.
            edits.at(contest.path()).setFile(null);
            mergeMoved(moved, before, stayed, mover, taken);
        }
    }

    private void decideMovedAndChangedKind(ContestedPath contest, RenameDetection.RenameTarget moved, MergeSide mover) {
        TreeEntry their = contest.theirs();
        if (!favorsTheirs || (their != null && their.isGitlink())) {
            conflicts.add(contest.path(), "was moved on one side and became of another kind on the other");
        } else if (mover == MergeSide.OURS) {
            edits.at(moved.path()).setFile(null);
            edits.at(contest.path()).setFile(their);
        } else {
            edits.at(contest.path()).setFile(null);
        }
    }

    private void mergeMoved(
            RenameDetection.RenameTarget moved,
            TreeEntry before,
            TreeEntry stayed,
            MergeSide mover,
            @Nullable TreeEntry taken)
            throws IOException {
        // Ours stays ours and theirs stays theirs, as the order matters in a union.
        TreeEntry our = mover == MergeSide.OURS ? moved.entry() : stayed;
        TreeEntry their = mover == MergeSide.OURS ? stayed : moved.entry();
        if (taken == null) {
            mergeContents(moved.path(), before, our, their);
            return;
        }
        // Rename/add, or rename/rename(2to1): base f, ours g from f, theirs changed f and has another g. The two
        // versions of f become one, which then meets the other g without a base.
        ContentMerge.MergedContent merged = content.mergeEntry(moved.path(), before, our, their);
        if (merged.entry() == null) {
            conflicts.add(moved.path(), merged.conflict());
            return;
        }
        if (taken.equals(moved.entry()) && !taken.equals(merged.entry())) {
            // Git takes the g that both have, and loses the change of f with it: base f, ours g and f with a change,
            // theirs g. A person decides.
            decideNewOnBoth(moved.path(), mover == MergeSide.OURS ? taken : moved.entry());
            return;
        }
        RenameCollision met = collisions.get(moved.path());
        if (mover == MergeSide.OURS) {
            collisions.put(moved.path(), new RenameCollision(merged.entry(), met == null ? taken : met.theirs()));
        } else {
            collisions.put(moved.path(), new RenameCollision(met == null ? taken : met.ours(), merged.entry()));
        }
    }

    private void decideNewOnBoth(BytePath path, TreeEntry their) {
        if (favorsTheirs) {
            edits.at(path).setFile(their);
        } else {
            conflicts.add(path, "is new on both sides, and one of them has changed the file that it comes from");
        }
    }

    private void mergeContents(BytePath path, @Nullable TreeEntry before, TreeEntry our, TreeEntry their)
            throws IOException {
        ContentMerge.MergedContent merged = content.mergeEntry(path, before, our, their);
        if (merged.entry() == null) {
            conflicts.add(path, merged.conflict());
        } else {
            edits.at(path).setFile(merged.entry());
        }
    }

    /** What each side has at a path where files of two origins meet. */
    private record RenameCollision(TreeEntry ours, TreeEntry theirs) {}
}
