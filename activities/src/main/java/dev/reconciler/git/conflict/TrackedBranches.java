package dev.reconciler.git.conflict;

import dev.reconciler.git.history.Ancestry;
import dev.reconciler.git.history.Ancestry.FoundCommit;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.history.HistoryComparison;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.model.ConflictName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;

/**
 * The other branches of the remote, as a clone has last seen them. One that nobody has configured here may be reconciled by
 * another host, or may have been by this one.
 */
public final class TrackedBranches {
    private TrackedBranches() {}

    /**
     * Whether a conflict began on one of them: that has some of the commits by which the conflict is ahead of the branch that
     * is reconciled. One that has them all is what a person has made of the conflict.
     */
    public static boolean haveBegun(DataRepository repository, FoundConflict found) throws IOException {
        ObjectId conflict = CommitIds.of(found.conflict().commit());
        Set<ObjectId> ahead = new HashSet<>(
                HistoryComparison.between(repository.git(), conflict, CommitIds.of(found.remote()), Set.of())
                        .own());
        ahead.remove(conflict);
        List<ObjectId> tips = listTips(repository);
        while (true) {
            Optional<FoundCommit> first = Ancestry.findFirst(repository.git(), tips, ahead);
            if (first.isEmpty()) {
                return false;
            }
            ObjectId tip = tips.remove(first.get().tip());
            if (!Ancestry.contains(repository.git(), tip, conflict)) {
                return true;
            }
        }
    }

    private static List<ObjectId> listTips(DataRepository repository) throws IOException {
        String space = "refs/remotes/" + repository.settings().remoteName() + "/";
        List<ObjectId> tips = new ArrayList<>();
        for (Ref ref : repository.refs().listBelow(space)) {
            String name = "refs/heads/" + ref.getName().substring(space.length());
            // Other conflicts may hold some of the same commits.
            if (ref.getObjectId() != null
                    && !ref.getLeaf().getName().equals(repository.names().tracking())
                    && ConflictName.ofRef(name).isEmpty()) {
                tips.add(ref.getObjectId());
            }
        }
        return tips;
    }
}
