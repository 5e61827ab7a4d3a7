package dev.reconciler.git.state;

import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.history.Ancestry;
import dev.reconciler.git.history.HistoryComparison;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RefNames;
import dev.reconciler.git.repository.RefStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * The refs below {@link RefNames#dropped}: what the remote held, has dropped, and the clone's branch has left.
 *
 * <p>The branch needs no word of it any more. A conflict branch may: its commits can stand on what was dropped after they
 * were put there, and whoever replays them must not take that for theirs. So the refs stay as long as the remote shows a
 * conflict branch, whichever host has made it. Of more than a hundred, those of the oldest go that none of them needs.
 */
public final class DroppedTips {
    private static final int MOST = 100;

    private final DataRepository repository;
    private final RefStore refs;
    private final RefNames names;

    /** The refs of that repository's branch. */
    public DroppedTips(DataRepository repository) {
        this.repository = repository;
        this.refs = repository.refs();
        this.names = repository.names();
    }

    /** What was dropped. */
    public Set<ObjectId> list() throws IOException {
        return refs.listBelow(names.dropped()).stream().map(Ref::getObjectId).collect(Collectors.toSet());
    }

    /**
     * Keeps those of the commits that can't be reached from what both sides hold now. Called under the repository's lock.
     *
     * @throws RepositoryBusyException if another process holds the lock of a ref
     */
    void keepOutside(Set<ObjectId> held, ObjectId agreed) throws IOException {
        for (ObjectId tip : held) {
            String name = names.dropped(tip);
            // A tracking branch that git has not synced may name a commit that a power cut has taken: it tells nothing.
            if (repository.git().getObjectDatabase().has(tip)
                    && !Ancestry.isAncestorByDate(repository.git(), tip, agreed)
                    && !refs.exists(name)) {
                refs.swap(name, ObjectId.zeroId(), tip, "dropped by the remote");
            }
        }
    }

    /**
     * Those that nobody needs: all where there is no conflict, else those of the oldest on which nothing of a conflict
     * stands. The newest hundred are needed anyway: a person may be resolving a conflict on one of them, in a folder that
     * no ref tells of.
     *
     * @param conflicts what conflict branches hold, and what was made of them
     * @param remote what the remote's branch holds
     */
    public Set<ObjectId> listUnneeded(Set<ObjectId> conflicts, ObjectId remote) throws IOException {
        if (conflicts.isEmpty()) {
            return list();
        }
        List<ObjectId> old = listOld();
        Set<ObjectId> unneeded = new LinkedHashSet<>();
        if (!old.isEmpty() && areHere(conflicts)) {
            Set<ObjectId> theirs = collectBeside(remote, conflicts);
            for (ObjectId tip : old) {
                if (Ancestry.findFirst(repository.git(), List.of(tip), theirs).isEmpty()) {
                    unneeded.add(tip);
                }
            }
        }
        return unneeded;
    }

    // What a conflict branch of another host stands on is not known before its commits are here.
    private boolean areHere(Set<ObjectId> conflicts) throws IOException {
        for (ObjectId conflict : conflicts) {
            if (!repository.git().getObjectDatabase().has(conflict)) {
                return false;
            }
        }
        return true;
    }

    private Set<ObjectId> collectBeside(ObjectId remote, Set<ObjectId> conflicts) throws IOException {
        Set<ObjectId> theirs = new HashSet<>();
        for (ObjectId conflict : conflicts) {
            theirs.addAll(HistoryComparison.between(repository.git(), conflict, remote, Set.of())
                    .own());
        }
        return theirs;
    }

    private List<ObjectId> listOld() throws IOException {
        Set<ObjectId> all = list();
        if (all.size() <= MOST) {
            return List.of();
        }
        List<RevCommit> commits = new ArrayList<>();
        try (RevWalk walk = new RevWalk(repository.git())) {
            for (ObjectId tip : all) {
                commits.add(walk.parseCommit(tip));
            }
        }
        return commits.stream()
                .sorted(Comparator.comparingInt(RevCommit::getCommitTime).reversed())
                .skip(MOST)
                .map(RevCommit::copy)
                .toList();
    }

    /** Forgets some of it. Called under the repository's lock. */
    public void forget(Set<ObjectId> tips) throws IOException {
        for (ObjectId tip : tips) {
            refs.deleteUnneeded(names.dropped(tip), tip, "settled");
        }
    }
}
