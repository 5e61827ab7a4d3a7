package dev.reconciler.git.replay;

import dev.reconciler.git.replay.MergeWalk.Contest;
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
final class TreeMerge {
    private final ReplayObjects objects;
    private final MergeRules rules;
    private final @Nullable ObjectId base;
    private final ObjectId ours;
    private final ObjectId theirs;
    private final MergeWalk walk;
    private final ContentMerge content;
    private final Edits edits = new Edits();
    private final Conflicts conflicts = new Conflicts();
    private final Map<Side, @Nullable Renames> renames = new EnumMap<>(Side.class);
    private final Map<BytePath, Leaf> baseOfAdded = new HashMap<>();

    private TreeMerge(
            ReplayObjects objects, MergeRules rules, @Nullable ObjectId base, ObjectId ours, ObjectId theirs) {
        this.objects = objects;
        this.rules = rules;
        this.base = base;
        this.ours = ours;
        this.theirs = theirs;
        this.walk = new MergeWalk(objects);
        this.content = new ContentMerge(objects, rules, ours);
    }

    /**
     * What came out.
     *
     * @param tree null on a conflict
     * @param conflicts the paths and why, for people; empty where there is none
     */
    record Merged(@Nullable ObjectId tree, String conflicts) {}

    /**
     * Merges what changed between two trees into a third.
     *
     * @param base null for nothing
     */
    static Merged merge(
            ReplayObjects objects, MergeRules rules, @Nullable ObjectId base, ObjectId ours, ObjectId theirs)
            throws IOException {
        if (ours.equals(theirs) || theirs.equals(base)) {
            return new Merged(ours, "");
        }
        return ours.equals(base) ? new Merged(theirs, "") : new TreeMerge(objects, rules, base, ours, theirs).merge();
    }

    private Merged merge() throws IOException {
        walk.root(base, ours, theirs, edits);
        if (rules.renames()) {
            findRenames(Side.OURS);
            findRenames(Side.THEIRS);
        }
        walk.deletedByBoth().forEach(this::deletedByBoth);
        for (Contest contest : walk.contests()) {
            decide(contest);
        }
        if (!conflicts.isEmpty()) {
            return new Merged(null, conflicts.toString());
        }
        ObjectId tree = new TreeWriter(objects, conflicts).root(ours, edits);
        return conflicts.isEmpty() ? new Merged(tree, "") : new Merged(null, conflicts.toString());
    }

    private void findRenames(Side side) throws IOException {
        Set<BytePath> contested = new HashSet<>();
        walk.deletedByBoth().forEach(each -> contested.add(each.path()));
        walk.contests().stream().filter(each -> isDeletedBy(side, each)).forEach(each -> contested.add(each.path()));
        VanishedDirectories vanished = walk.vanished(side);
        if (contested.isEmpty() && vanished.added().isEmpty()) {
            return;
        }
        ObjectId tree = side == Side.OURS ? ours : theirs;
        DirectoryRenames directories = new DirectoryRenames(objects, tree, vanished);
        Renames found = Renames.find(
                objects,
                base,
                tree,
                new VisitOrder(
                        objects,
                        base,
                        side == Side.OURS ? theirs : ours,
                        walk.vanished(Side.OURS),
                        walk.vanished(Side.THEIRS)),
                path -> contested.contains(path) || vanished.isAround(path),
                rules.renameLimit(),
                directories);
        renames.put(side, found);
        if (rules.directoryRenames()) {
            checkAdditions(vanished, found, directories);
        }
    }

    /** What was added to a directory that has moved belongs elsewhere, and git asks where. */
    private void checkAdditions(VanishedDirectories vanished, Renames found, DirectoryRenames directories) {
        Set<BytePath> moved = directories.moved();
        for (BytePath directory : moved) {
            if (directories.isSplit(directory)) {
                conflicts.add(directory, "was moved to several places, none of which got the most files");
            }
        }
        for (BytePath added : vanished.added()) {
            if (found.isUncertain() || moved.stream().anyMatch(added::isUnder)) {
                conflicts.add(added, "was added where the other side has moved the directory");
            }
        }
    }

    private static boolean isDeletedBy(Side side, Contest contest) {
        return contest.base() != null && (side == Side.OURS ? contest.ours() : contest.theirs()) == null;
    }

    private Renames.@Nullable Target target(Side side, BytePath source) {
        Renames found = renames.get(side);
        return found == null ? null : found.of(source);
    }

    private boolean isUncertain(Side side) {
        Renames found = renames.get(side);
        return found != null && found.isUncertain();
    }

    private void deletedByBoth(Contest contest) {
        Renames.Target inOurs = target(Side.OURS, contest.path());
        Renames.Target inTheirs = target(Side.THEIRS, contest.path());
        Leaf before = contest.base();
        if (isUncertain(Side.OURS) || isUncertain(Side.THEIRS)) {
            conflicts.add(contest.path(), "is gone on both sides, and it can't be told where it was moved to");
        } else if (inOurs != null && inTheirs != null && before != null) {
            if (inOurs.path().equals(inTheirs.path())) {
                baseOfAdded.put(inOurs.path(), before);
            } else {
                conflicts.add(contest.path(), "was renamed to " + inOurs.path() + " and to " + inTheirs.path());
            }
        } else if (inOurs != null || inTheirs != null) {
            Renames.Target moved = inOurs != null ? inOurs : Objects.requireNonNull(inTheirs);
            conflicts.add(contest.path(), "was renamed to " + moved.path() + " on one side and deleted on the other");
        }
    }

    private void decide(Contest contest) throws IOException {
        Leaf our = contest.ours();
        Leaf their = contest.theirs();
        if (our != null && their != null) {
            Leaf before = contest.base() != null ? contest.base() : baseOfAdded.get(contest.path());
            settle(contest.path(), before, our, their);
            return;
        }
        Side deleter = our == null ? Side.OURS : Side.THEIRS;
        Renames.Target moved = target(deleter, contest.path());
        if (isUncertain(deleter)) {
            conflicts.add(contest.path(), "was changed on one side and deleted or moved on the other");
        } else if (moved == null) {
            conflicts.add(contest.path(), "was changed on one side and deleted on the other");
        } else {
            follow(contest, moved, deleter);
        }
    }

    private void follow(Contest contest, Renames.Target moved, Side mover) throws IOException {
        Leaf taken = Leaf.file(objects.find(mover == Side.OURS ? theirs : ours, moved.path()));
        Leaf before = Objects.requireNonNull(contest.base());
        Leaf stayed = Objects.requireNonNull(mover == Side.OURS ? contest.theirs() : contest.ours());
        if (taken != null) {
            conflicts.add(moved.path(), "is where one side moved " + contest.path() + " to and the other has a file");
            return;
        }
        if (stayed.type() != moved.leaf().type()) {
            conflicts.add(contest.path(), "was moved on one side and became of another kind on the other");
            return;
        }
        edits.at(contest.path()).setFile(null);
        if (mover == Side.OURS) {
            settle(moved.path(), before, moved.leaf(), stayed);
        } else {
            settle(moved.path(), before, stayed, moved.leaf());
        }
    }

    private void settle(BytePath path, @Nullable Leaf before, Leaf our, Leaf their) throws IOException {
        ContentMerge.Merged merged = content.merge(path, before, our, their);
        if (merged.leaf() == null) {
            conflicts.add(path, merged.conflict());
        } else {
            edits.at(path).setFile(merged.leaf());
        }
    }
}
