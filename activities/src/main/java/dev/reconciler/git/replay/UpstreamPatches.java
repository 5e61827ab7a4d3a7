package dev.reconciler.git.replay;

import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.MergeObjects;
import dev.reconciler.git.tree.TreeDiff;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/**
 * Tells which commits the remote has already, by what they change, as {@code cherry_pick_list} of git's {@code
 * revision.c} does: a commit and its cherry-pick have one {@link PatchId} and two commit ids.
 *
 * <p>The paths and modes are compared first, for that costs little. Only commits that agree in these are compared by
 * content. {@code patch-ids.c} of git does the same: its hash table has a patch id of the headers alone, and the whole
 * one is computed on a hit.
 *
 * <p>Unlike there, each commit of upstream stands for one commit of a line of own ones, in the order in which these are
 * asked about. Own commits that set a value, set it back and set it again have the first and the last patch alike; where
 * upstream has set it once, the last is still to do. On two lines that were merged, both are the one that upstream has.
 */
final class UpstreamPatches {
    private final MergeObjects objects;
    private final RevWalk walk;
    private final Map<ObjectId, List<RevCommit>> upstream = new HashMap<>();
    private final Map<ObjectId, PatchId> patchIds = new HashMap<>();
    /** The commits of upstream that stand for an own one already, each with that one. */
    private final Map<RevCommit, RevCommit> taken = new HashMap<>();

    private final Map<ObjectId, ObjectId> ownHeaders;
    private final PatchTexts texts;

    /**
     * Reads which paths and modes the commits of upstream change, and no file.
     *
     * @param upstream the commits that the remote has and local has not, merges included
     * @param ownHeaders the commits to look for among them, without merges, each with the id of its headers
     * @throws IOException if a commit or a tree is missing or can't be read
     */
    UpstreamPatches(
            MergeObjects objects,
            RevWalk walk,
            PatchTexts texts,
            Collection<ObjectId> upstream,
            Map<ObjectId, ObjectId> ownHeaders)
            throws IOException {
        this.objects = objects;
        this.walk = walk;
        this.texts = texts;
        this.ownHeaders = ownHeaders;
        Set<ObjectId> wanted = new HashSet<>(ownHeaders.values());
        for (ObjectId id : wanted.isEmpty() ? Set.<ObjectId>of() : upstream) {
            RevCommit commit = walk.parseCommit(id);
            // patch_id_defined of git: a merge has no patch.
            if (commit.getParentCount() <= 1) {
                // With own commits that change f, and f and g, an upstream commit that changes g is forgotten here.
                ObjectId headers = PatchId.ofHeaders(diffWithParent(objects, walk, commit));
                if (wanted.contains(headers)) {
                    this.upstream
                            .computeIfAbsent(headers, unseen -> new ArrayList<>())
                            .add(commit);
                }
            }
        }
    }

    /**
     * Compares an own commit with all of upstream. A commit that changes nothing matches none: git replays those too. To
     * be asked once for each own commit.
     *
     * @param commit one of the own commits given to the constructor
     * @throws IOException if a tree or a file is missing or can't be read
     */
    PatchMatch matchUpstream(RevCommit commit) throws IOException {
        ObjectId headers = ownHeaders.get(commit);
        RevCommit again = null;
        boolean isAlike = false;
        for (RevCommit candidate : headers == null ? List.<RevCommit>of() : upstream.getOrDefault(headers, List.of())) {
            PatchId theirs = findPatchId(candidate);
            if (!theirs.equals(findPatchId(commit))) {
                // Only alike: "a b" became "a c" here and "a  c" there. A later candidate may still be the same.
                isAlike |= theirs.loose().equals(findPatchId(commit).loose());
            } else if (!isTakenBefore(candidate, commit)) {
                // The same change to the byte: nothing is lost where the commit is left out.
                return new PatchMatch(candidate, true, false);
            } else {
                again = candidate;
            }
        }
        return new PatchMatch(again, false, again == null && isAlike);
    }

    private boolean isTakenBefore(RevCommit candidate, RevCommit commit) throws IOException {
        RevCommit taker = taken.putIfAbsent(candidate, commit);
        return taker != null && walk.isMergedInto(taker, commit);
    }

    // Computed once for each commit, and only for commits whose paths match.
    private PatchId findPatchId(RevCommit commit) throws IOException {
        PatchId known = patchIds.get(commit);
        if (known == null) {
            known = PatchId.of(texts, diffWithParent(objects, walk, commit));
            patchIds.put(commit, known);
        }
        return known;
    }

    /** The files in which a commit differs from its only parent; all of them for a commit without a parent. */
    static List<TreeDiff.FileChange> diffWithParent(MergeObjects objects, RevWalk walk, RevCommit commit)
            throws IOException {
        return TreeDiff.between(
                objects,
                BytePath.ROOT,
                readParentTree(walk, commit),
                commit.getTree().getId());
    }

    /** Reads the tree of the only parent; null for a commit without a parent. */
    static @Nullable ObjectId readParentTree(RevWalk walk, RevCommit commit) throws IOException {
        return commit.getParentCount() == 0
                ? null
                : walk.parseCommit(commit.getParent(0)).getTree().getId();
    }

    /**
     * How a commit is related to the commits that upstream has.
     *
     * @param same the upstream commit that makes the same change; null where none does
     * @param isFirst whether no own commit before it has that upstream commit
     * @param isAlike whether git takes an upstream change for the same, but spaces differ in the lines or in the paths. To
     *     leave the commit out would lose them.
     */
    record PatchMatch(@Nullable RevCommit same, boolean isFirst, boolean isAlike) {}
}
