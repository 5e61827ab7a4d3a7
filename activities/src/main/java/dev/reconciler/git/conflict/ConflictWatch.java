package dev.reconciler.git.conflict;

import dev.reconciler.contract.CaseTerms;
import dev.reconciler.contract.ConflictNews;
import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.contract.cases.CaseState;
import dev.reconciler.contract.cases.ConflictLook;
import dev.reconciler.git.error.GitException;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.remote.AdvertisedRefs;
import dev.reconciler.git.remote.ConflictBranchRemote;
import dev.reconciler.git.remote.fetch.FetchedCommit;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.state.EscapedRefs;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees, with each fetch, which conflicts have something new for their cases: a conflict branch that is there, and that
 * nobody keeps a case of; one that was merged, moved or deleted.
 *
 * <p>The remote's branches are the truth, and a look at them costs a fetch nothing: they come on its connection. What
 * follows depends on them and on what the cases have looked at since this process began, and since the Temporal service
 * was last away. Where neither has changed, nothing is compared. Where only the remote's branch has moved, the two are compared here, and a case is told only of
 * its end. So what a case was not told, or has forgotten, it is told again by the next fetch.
 */
public final class ConflictWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ConflictWatch.class);
    private static final String HEADS = "refs/heads/";

    private final ConflictMemory memory;
    private final CaseTerms terms;
    private final Predicate<RepositoryId> takesForeign;
    private final Map<RepositoryId, Map<BranchName, SeenSides>> looked = new ConcurrentHashMap<>();

    /**
     * @param terms of the cases that are opened
     * @param takesForeign whether a conflict whose origin no clone remembers belongs to that repository
     */
    public ConflictWatch(ConflictMemory memory, CaseTerms terms, Predicate<RepositoryId> takesForeign) {
        this.memory = memory;
        this.terms = terms;
        this.takesForeign = takesForeign;
    }

    /** What a case, or a fetch for it, has compared. */
    private record SeenSides(ObjectId conflict, ObjectId remote) {}

    /** Says which cases have to look. An error of git is none of the fetch: the next one sees the same again. */
    public ConflictNews findNews(DataRepository repository, AdvertisedRefs refs, Deadline deadline) {
        RepositoryId id = repository.settings().id();
        List<PreservedConflict> open = memory.listOpen(id);
        List<PreservedConflict> unseen = new ArrayList<>();
        if (!refs.conflicts().isEmpty() || !open.isEmpty()) {
            Set<BranchName> there = new HashSet<>();
            new TreeMap<>(refs.conflicts()).forEach((name, commit) -> {
                BranchName branch = new BranchName(name.substring(HEADS.length()));
                there.add(branch);
                PreservedConflict conflict = new PreservedConflict(branch, CommitIds.of(commit));
                if (isNews(repository, conflict, open, refs.branch(), deadline)) {
                    unseen.add(conflict);
                }
            });
            open.stream().filter(each -> !there.contains(each.branch())).forEach(unseen::add);
        }
        return new ConflictNews(terms, unseen);
    }

    private boolean isNews(
            DataRepository repository,
            PreservedConflict conflict,
            List<PreservedConflict> open,
            ObjectId remote,
            Deadline deadline) {
        RepositoryId id = repository.settings().id();
        SeenSides now = new SeenSides(CommitIds.of(conflict.commit()), remote);
        Map<BranchName, SeenSides> seen = looked.getOrDefault(id, Map.of());
        @Nullable SeenSides before = seen.get(conflict.branch());
        if (now.equals(before)) {
            return false;
        }
        boolean isKept = open.stream().anyMatch(each -> each.branch().equals(conflict.branch()));
        if (isKept && (before == null || !before.conflict().equals(now.conflict()))) {
            return true;
        }
        try {
            if (memory.isMerged(repository, conflict, remote)) {
                remember(id, conflict.branch(), now);
                return false;
            }
            if (!isKept && !isOurs(repository, conflict.branch())) {
                return false;
            }
            boolean isOpen = isOpen(repository, conflict.branch(), now, deadline);
            if (isOpen && isKept) {
                remember(id, conflict.branch(), now);
            } else if (!isOpen && !isKept) {
                // Merged before anybody was told of it: what comes to the remote later is no conflict with it.
                memory.recordMerge(id, conflict, CommitIds.of(remote));
            }
            return isOpen != isKept;
        } catch (IOException | GitException unreadable) {
            LOG.debug("{}: {} was not looked at", id, conflict.branch(), unreadable);
            return false;
        }
    }

    private boolean isOurs(DataRepository repository, BranchName branch) throws IOException {
        return new EscapedRefs(repository)
                        .list().stream().anyMatch(each -> each.conflict().equals(branch))
                || takesForeign.test(repository.settings().id());
    }

    private static boolean isOpen(DataRepository repository, BranchName branch, SeenSides now, Deadline deadline)
            throws IOException {
        if (repository.git().getObjectDatabase().has(now.conflict())) {
            return isUndecided(ComparedConflict.compare(repository, now.conflict(), now.remote()));
        }
        Optional<FetchedCommit> fetched =
                new ConflictBranchRemote(repository.settings()).fetch(repository.git(), branch, deadline);
        if (fetched.isEmpty()) {
            return false;
        }
        try (FetchedCommit held = fetched.get()) {
            return isUndecided(ComparedConflict.compare(repository, held.tip(), now.remote()));
        }
    }

    private static boolean isUndecided(ComparedConflict sides) {
        return !sides.isUnrelated() && !sides.isMerged();
    }

    /** Remembers what a case has seen, so that it is told only what comes after. */
    public void recordLook(RepositoryId repository, BranchName branch, ConflictLook look) {
        if (look.state() == CaseState.OPEN) {
            remember(repository, branch, new SeenSides(CommitIds.of(look.commit()), CommitIds.of(look.remote())));
        }
    }

    private void remember(RepositoryId repository, BranchName branch, SeenSides seen) {
        looked.merge(repository, Map.of(branch, seen), (before, added) -> {
            Map<BranchName, SeenSides> both = new HashMap<>(before);
            both.putAll(added);
            return both;
        });
    }

    /** Forgets what the cases of a repository have seen, as the Temporal service that had them has ended or may have lost them. */
    public void forgetLooks(RepositoryId repository) {
        looked.remove(repository);
    }
}
