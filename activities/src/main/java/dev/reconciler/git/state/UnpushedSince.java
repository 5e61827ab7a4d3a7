package dev.reconciler.git.state;

import dev.reconciler.git.history.Ancestry;
import dev.reconciler.git.repository.DataRepository;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevWalk;

/** Since when commits of the local branch wait to be pushed, by what the runs have noted. */
public final class UnpushedSince {
    /** A branch that waits has few new tips, and each costs a look at its note. */
    private static final int NEWEST = 1_000;

    private static final int TWINS = 100;

    private UnpushedSince() {}

    /**
     * The time at which a run first saw one of the commits, or the one that it was replayed from, wait; where none has yet,
     * when the oldest of them was made.
     *
     * @param own what the local branch has and the remote has not
     * @return empty where there are no such commits
     */
    public static Optional<Instant> find(DataRepository repository, TipJournal journal, Set<ObjectId> own)
            throws IOException {
        if (own.isEmpty()) {
            return Optional.empty();
        }
        List<TipJournal.SeenTip> tips = journal.localTips();
        Set<ObjectId> names = new HashSet<>(own);
        names.addAll(findOriginals(repository, tips, own));
        Optional<Instant> seen = findFirstSeen(repository, tips, names);
        return seen.isPresent() ? seen : Optional.of(readOldestTime(repository, own));
    }

    // A replay gives a commit that waits another name, and it waits all the same.
    private static Set<ObjectId> findOriginals(
            DataRepository repository, List<TipJournal.SeenTip> tips, Set<ObjectId> own) throws IOException {
        Set<ObjectId> originals = new HashSet<>();
        try (ObjectReader reader = repository.git().newObjectReader()) {
            TwinNotes twins = new TwinNotes(repository, reader);
            for (TipJournal.SeenTip tip : tips.subList(Math.max(0, tips.size() - NEWEST), tips.size())) {
                Optional<ObjectId> twin = twins.findTwin(tip.commit());
                for (int depth = 1; depth < TWINS && twin.isPresent() && !own.contains(twin.get()); depth++) {
                    twin = twins.findTwin(twin.get());
                }
                if (twin.filter(own::contains).isPresent()) {
                    originals.add(tip.commit());
                }
            }
        } catch (MissingObjectException damaged) {
            // A disk has lost some notes: what the journal says of the names of now is told all the same.
        }
        return originals;
    }

    /** When a tip was first seen that one of the commits can be reached from. */
    public static Optional<Instant> findFirstSeen(
            DataRepository repository, List<TipJournal.SeenTip> tips, Set<ObjectId> names) throws IOException {
        return Ancestry.findFirst(
                        repository.git(),
                        tips.stream().map(TipJournal.SeenTip::commit).toList(),
                        names)
                .map(found -> tips.get(found.tip()).at());
    }

    /** When the oldest of the commits was made. A clock may have been wrong: nothing is since a time that has yet to come. */
    public static Instant readOldestTime(DataRepository repository, Set<ObjectId> commits) throws IOException {
        Instant oldest = Instant.now();
        try (RevWalk walk = new RevWalk(repository.git())) {
            for (ObjectId id : commits) {
                // The library reads none from a line without an address.
                PersonIdent committer = walk.parseCommit(id).getCommitterIdent();
                Instant made = committer == null ? oldest : committer.getWhenAsInstant();
                oldest = made.isBefore(oldest) ? made : oldest;
            }
        }
        return oldest;
    }
}
