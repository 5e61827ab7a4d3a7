package dev.reconciler.git.standing;

import dev.reconciler.git.history.Ancestry;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RefNames;
import dev.reconciler.git.repository.RefStore;
import dev.reconciler.git.state.EscapedRefs;
import dev.reconciler.git.state.SharedHistory;
import dev.reconciler.git.state.TipJournal;
import dev.reconciler.git.state.TwinNotes;
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
import org.eclipse.jgit.revwalk.RevWalk;
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
        Set<ObjectId> names = findNames(repository, CommitIds.of(commit));
        TipJournal journal = new TipJournal(repository);
        List<Holder> holders = listHolders(repository, journal);
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

    /** All that may hold the commit, in the order in which they count. */
    private static List<Holder> listHolders(DataRepository repository, TipJournal journal) throws IOException {
        List<Holder> holders = new ArrayList<>();
        findRemote(repository, journal).ifPresent(tip -> holders.add(new Holder(tip, CommitState.PUSHED, null)));
        ObjectId local = repository.refs().read(repository.names().branch());
        if (!local.equals(ObjectId.zeroId())) {
            holders.add(new Holder(local, CommitState.UNPUSHED, null));
        }
        for (EscapedRefs.EscapedCommit escaped : new EscapedRefs(repository).list()) {
            holders.add(new Holder(
                    escaped.commit(), CommitState.ESCAPED, escaped.conflict().value()));
        }
        Set<ObjectId> ofOthers = journal.listKeptByOthers();
        for (Ref ref : repository.refs().listBelow(RefNames.REWOUND)) {
            if (!ofOthers.contains(ref.getObjectId())) {
                holders.add(new Holder(ref.getObjectId(), CommitState.KEPT, ref.getName()));
            }
        }
        return holders;
    }

    // The journal says in which order the runs came upon the remote's commits. Where it is lost, the refs tell which.
    private static Optional<ObjectId> findRemote(DataRepository repository, TipJournal journal) throws IOException {
        RefStore refs = repository.refs();
        Set<ObjectId> recorded = new LinkedHashSet<>();
        for (Ref ref : refs.listBelow(repository.names().remoteTips())) {
            recorded.add(ref.getObjectId());
        }
        Optional<ObjectId> agreed = new SharedHistory(repository).agreed();
        List<TipJournal.SeenTip> tips = journal.remoteTips();
        Optional<ObjectId> last = tips.isEmpty()
                ? Optional.empty()
                : Optional.of(tips.get(tips.size() - 1).commit());
        return last.filter(tip ->
                        recorded.contains(tip) || agreed.filter(tip::equals).isPresent())
                .or(() -> recorded.stream().findFirst())
                .or(() -> agreed);
    }

    private static Instant findSince(
            DataRepository repository, TipJournal journal, Holder holder, Set<ObjectId> names, ObjectId there)
            throws IOException {
        Optional<Instant> noted =
                switch (holder.state()) {
                    case PUSHED -> findFirstSeen(repository, journal.remoteTips(), Set.of(there));
                    case UNPUSHED -> findFirstSeen(repository, journal.localTips(), names);
                    case ESCAPED, KEPT -> RefTimes.parse(String.valueOf(holder.branch()));
                };
        return noted.isPresent() ? noted.get() : readCommitTime(repository, there);
    }

    private static Optional<Instant> findFirstSeen(
            DataRepository repository, List<TipJournal.SeenTip> tips, Set<ObjectId> names) throws IOException {
        return Ancestry.findFirst(
                        repository.git(),
                        tips.stream().map(TipJournal.SeenTip::commit).toList(),
                        names)
                .map(found -> tips.get(found.tip()).at());
    }

    // A clock may have been wrong: nothing is since a time that has yet to come.
    private static Instant readCommitTime(DataRepository repository, ObjectId commit) throws IOException {
        try (RevWalk walk = new RevWalk(repository.git())) {
            Instant made = walk.parseCommit(commit).getCommitterIdent().getWhenAsInstant();
            Instant now = Instant.now();
            return made.isBefore(now) ? made : now;
        }
    }

    /**
     * What may hold a commit.
     *
     * @param branch as in {@link Standing}
     */
    private record Holder(
            ObjectId tip, CommitState state, @Nullable String branch) {}
}
