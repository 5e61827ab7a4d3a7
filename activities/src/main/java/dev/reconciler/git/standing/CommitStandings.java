package dev.reconciler.git.standing;

import dev.reconciler.git.history.Ancestry;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RefNames;
import dev.reconciler.git.state.EscapedRefs;
import dev.reconciler.git.state.LastSeenRemote;
import dev.reconciler.git.state.RefTimes;
import dev.reconciler.git.state.TipJournal;
import dev.reconciler.git.state.TwinNotes;
import dev.reconciler.git.state.UnpushedSince;
import dev.reconciler.model.CommitId;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.jspecify.annotations.Nullable;

/**
 * Says of a commit where it is by now: on the remote, under its own name or its twin's; here alone; on a conflict branch;
 * or kept by a ref.
 *
 * <p>Read from the clone alone, without its lock and without any change: what the runs have recorded, and what the local
 * branch holds at this moment. A commit that was amended or reset away before it was pushed is not known any more.
 */
public final class CommitStandings {
    /** A replay whose push lost a race is replayed again; no run loses so many races. */
    private static final int TWINS = 10_000;

    private CommitStandings() {}

    /**
     * Finds out where a commit is. The first question reads the history; the process remembers it for those that follow.
     *
     * @return empty where the branch never held the commit, or the application took it away before it was pushed
     * @throws IOException if the repository can't be read
     */
    public static Optional<Standing> find(DataRepository repository, CommitId commit) throws IOException {
        TipJournal journal = new TipJournal(repository);
        List<Holder> holders = listHolders(repository, journal);
        // After what may hold them: a run notes a twin before it moves a branch there.
        Set<ObjectId> names = findNames(repository, CommitIds.of(commit));
        Optional<Ancestry.FoundCommit> found = Ancestry.findFirst(
                repository.git(), holders.stream().map(Holder::tip).toList(), names);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Holder holder = holders.get(found.get().tip());
        ObjectId there = found.get().commit();
        Instant since = findSince(repository, journal, holder, names, there);
        CommitId pushed = holder.state() == CommitState.PUSHED ? CommitIds.of(there) : null;
        return Optional.of(new Standing(holder.state(), pushed, holder.branch(), since));
    }

    /** The commit, its twin, the twin of that, and so on. */
    private static Set<ObjectId> findNames(DataRepository repository, ObjectId commit) throws IOException {
        Set<ObjectId> names = new LinkedHashSet<>();
        names.add(commit);
        try (ObjectReader reader = repository.git().newObjectReader()) {
            TwinNotes twins = new TwinNotes(repository, reader);
            Optional<ObjectId> next = twins.findTwin(commit);
            while (next.isPresent() && names.size() < TWINS && names.add(next.get())) {
                next = twins.findTwin(next.get());
            }
        } catch (MissingObjectException | IncorrectObjectTypeException | CorruptObjectException damaged) {
            // A disk has lost some notes: what the refs hold is told all the same.
        }
        return names;
    }

    /**
     * All that may hold the commit, in the order in which they count.
     *
     * <p>A run may be at work meanwhile, so they are read in the order in which a commit goes from one to another: local,
     * a conflict branch, the remote, a ref that keeps it. Each is noted to hold it before the one in front lets go of it.
     */
    private static List<Holder> listHolders(DataRepository repository, TipJournal journal) throws IOException {
        ObjectId local = repository.refs().read(repository.names().branch());
        List<EscapedRefs.EscapedCommit> escaped = new EscapedRefs(repository).list();
        List<Holder> holders = new ArrayList<>();
        LastSeenRemote.find(repository, journal)
                .ifPresent(tip -> holders.add(new Holder(tip, CommitState.PUSHED, null)));
        if (!local.equals(ObjectId.zeroId())) {
            holders.add(new Holder(local, CommitState.UNPUSHED, null));
        }
        for (EscapedRefs.EscapedCommit each : escaped) {
            holders.add(new Holder(
                    each.commit(), CommitState.ESCAPED, each.conflict().value()));
        }
        Set<ObjectId> ofOthers = journal.listKeptByOthers();
        for (Ref ref : repository.refs().listBelow(RefNames.REWOUND)) {
            if (!ofOthers.contains(ref.getObjectId())) {
                holders.add(new Holder(ref.getObjectId(), CommitState.KEPT, ref.getName()));
            }
        }
        return holders;
    }

    private static Instant findSince(
            DataRepository repository, TipJournal journal, Holder holder, Set<ObjectId> names, ObjectId there)
            throws IOException {
        Optional<Instant> noted =
                switch (holder.state()) {
                    case PUSHED -> UnpushedSince.findFirstSeen(repository, journal.remoteTips(), Set.of(there));
                    case UNPUSHED -> UnpushedSince.findFirstSeen(repository, journal.localTips(), names);
                    case ESCAPED, KEPT -> RefTimes.parse(String.valueOf(holder.branch()));
                };
        return noted.isPresent() ? noted.get() : UnpushedSince.readOldestTime(repository, Set.of(there));
    }

    /**
     * What may hold a commit.
     *
     * @param branch as in {@link Standing}
     */
    private record Holder(
            ObjectId tip, CommitState state, @Nullable String branch) {}
}
