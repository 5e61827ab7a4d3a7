package dev.reconciler.git.replay;

import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.ReplayObjects;
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
 * Tells which commits are upstream already, by what they change. First by the paths alone, for that costs little; only
 * commits that agree there are compared by their content.
 */
final class UpstreamPatches {
    private final ReplayObjects objects;
    private final RevWalk walk;
    private final Map<Set<BytePath>, List<RevCommit>> upstream = new HashMap<>();
    private final Map<ObjectId, PatchId> patchIds = new HashMap<>();
    private final Map<ObjectId, Set<BytePath>> ownPaths = new HashMap<>();

    /** How a commit is related to what upstream has. */
    enum PatchMatch {
        NONE,
        /** Upstream has the same change. */
        SAME,
        /** Git would take an upstream change for the same, but spaces or file modes differ: dropping would lose them. */
        ALIKE
    }

    UpstreamPatches(ReplayObjects objects, RevWalk walk, Collection<ObjectId> upstream, Collection<RevCommit> own)
            throws IOException {
        this.objects = objects;
        this.walk = walk;
        Set<Set<BytePath>> wanted = new HashSet<>();
        for (RevCommit commit : upstream.isEmpty() ? Set.<RevCommit>of() : own) {
            Set<BytePath> changed = collectChangedPaths(commit);
            ownPaths.put(commit, changed);
            wanted.add(changed);
        }
        for (ObjectId id : wanted.isEmpty() ? Set.<ObjectId>of() : upstream) {
            RevCommit commit = walk.parseCommit(id);
            Set<BytePath> changed = commit.getParentCount() > 1 ? Set.of() : collectChangedPaths(commit);
            if (wanted.contains(changed)) {
                this.upstream
                        .computeIfAbsent(changed, unseen -> new ArrayList<>())
                        .add(commit);
            }
        }
    }

    /** Compares a commit that changes something with all of upstream. */
    PatchMatch matchUpstream(RevCommit commit) throws IOException {
        Set<BytePath> changed = ownPaths.getOrDefault(commit, Set.of());
        List<RevCommit> candidates = changed.isEmpty() ? List.of() : upstream.getOrDefault(changed, List.of());
        PatchMatch match = PatchMatch.NONE;
        for (RevCommit candidate : candidates) {
            PatchId theirs = findPatchId(candidate);
            if (theirs.equals(findPatchId(commit))) {
                return PatchMatch.SAME;
            }
            match = theirs.loose().equals(findPatchId(commit).loose()) ? PatchMatch.ALIKE : match;
        }
        return match;
    }

    private PatchId findPatchId(RevCommit commit) throws IOException {
        PatchId known = patchIds.get(commit);
        if (known == null) {
            known = PatchId.of(objects, diffWithParent(commit));
            patchIds.put(commit, known);
        }
        return known;
    }

    private Set<BytePath> collectChangedPaths(RevCommit commit) throws IOException {
        Set<BytePath> changed = new HashSet<>();
        diffWithParent(commit).forEach(change -> changed.add(change.path()));
        return changed;
    }

    private List<TreeDiff.FileChange> diffWithParent(RevCommit commit) throws IOException {
        return TreeDiff.between(
                objects,
                BytePath.ROOT,
                readParentTree(walk, commit),
                commit.getTree().getId());
    }

    /** The tree of the only parent; null for a commit without one. */
    static @Nullable ObjectId readParentTree(RevWalk walk, RevCommit commit) throws IOException {
        return commit.getParentCount() == 0
                ? null
                : walk.parseCommit(commit.getParent(0)).getTree().getId();
    }
}
