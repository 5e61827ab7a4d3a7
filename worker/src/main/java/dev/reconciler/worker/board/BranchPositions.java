package dev.reconciler.worker.board;

import dev.reconciler.git.repository.CommitSyncing;
import dev.reconciler.git.repository.CommitterIdentity;
import dev.reconciler.git.state.BranchPosition;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.config.RepositoryConfiguration;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Where the branches stand, as their clones were last found: a page of many repositories does not wait until each is
 * opened. What is too old is looked at again behind the reader's back.
 */
final class BranchPositions {
    private final CommitterIdentity committer;
    private final Executor behind;
    private final InstantSource clock;
    private final Duration fresh;
    private final Map<RepositoryId, FoundPosition> found = new ConcurrentHashMap<>();
    private final Set<RepositoryId> beingRead = ConcurrentHashMap.newKeySet();

    /**
     * @param behind reads where nobody waits
     * @param fresh how long what was found counts, where nothing is heard of a repository meanwhile
     */
    BranchPositions(CommitterIdentity committer, Executor behind, InstantSource clock, Duration fresh) {
        this.fresh = fresh;
        this.committer = committer;
        this.behind = behind;
        this.clock = clock;
    }

    /** Something has happened to the repository. */
    void forget(RepositoryId repository) {
        found.computeIfPresent(repository, (id, old) -> new FoundPosition(old.position(), old.warnings(), Instant.MIN));
    }

    /** Takes what somebody else has found. */
    void take(RepositoryConfiguration repository, Optional<BranchPosition> position) {
        found.put(repository.id(), look(repository, position, clock.instant()));
    }

    private static FoundPosition look(
            RepositoryConfiguration repository, Optional<BranchPosition> position, Instant at) {
        return new FoundPosition(
                position, CommitSyncing.findWarning(repository.path()).stream().toList(), at);
    }

    /** What a person should mend in the clone, as it was found last. */
    List<String> findWarnings(RepositoryId repository) {
        FoundPosition last = found.get(repository);
        return last == null ? List.of() : last.warnings();
    }

    /** The position as it was found last; empty where it was not looked for yet, or there is no clone to be read. */
    Optional<BranchPosition> findLast(RepositoryId repository) {
        return Optional.ofNullable(found.get(repository)).flatMap(FoundPosition::position);
    }

    /** Whether the repository was looked at at all. */
    boolean hasLooked(RepositoryId repository) {
        return found.containsKey(repository);
    }

    /**
     * Looks at those that were not looked at lately, one after the other, while the caller goes on.
     *
     * @return done when they are looked at
     */
    CompletableFuture<Void> refresh(List<RepositoryConfiguration> repositories) {
        Instant now = clock.instant();
        return CompletableFuture.allOf(repositories.stream()
                .filter(each -> isOld(each.id(), now))
                .filter(each -> beingRead.add(each.id()))
                .map(each -> CompletableFuture.runAsync(() -> read(each), behind))
                .toArray(CompletableFuture<?>[]::new));
    }

    private boolean isOld(RepositoryId repository, Instant now) {
        FoundPosition last = found.get(repository);
        // A look of before the clock was set back is of nobody knows when.
        return last == null || last.at().isBefore(now.minus(fresh)) || last.at().isAfter(now);
    }

    private void read(RepositoryConfiguration repository) {
        try {
            // Before the look, so that what happens meanwhile is looked at again.
            Instant at = clock.instant();
            found.put(repository.id(), look(repository, BranchPosition.find(repository.settings(committer)), at));
        } finally {
            beingRead.remove(repository.id());
        }
    }

    /** @param at when it was looked for; long ago where something has happened since */
    private record FoundPosition(Optional<BranchPosition> position, List<String> warnings, Instant at) {}
}
