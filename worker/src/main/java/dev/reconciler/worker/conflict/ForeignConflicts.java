package dev.reconciler.worker.conflict;

import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.port.RepositoryDirectory;
import dev.reconciler.worker.port.TemporalUnavailableException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Whose a conflict is that no clone remembers: of the only repository, on any host, that has that remote. Where several
 * have it, the one whose run escaped it remembers, or it can't be told.
 */
public final class ForeignConflicts implements Predicate<RepositoryId> {
    private final List<RepositoryConfiguration> own;
    private final SharedRemotes remotes;
    private volatile RepositoryDirectory directory = List::of;

    /** @param own every repository of this host */
    public ForeignConflicts(Collection<RepositoryConfiguration> own) {
        this.own = List.copyOf(own);
        this.remotes = new SharedRemotes(own);
    }

    /** Asks that directory for the repositories of other hosts. */
    public void askHosts(RepositoryDirectory hosts) {
        directory = hosts;
    }

    @Override
    public boolean test(RepositoryId id) {
        Optional<RepositoryConfiguration> asked =
                own.stream().filter(each -> each.id().equals(id)).findFirst();
        return asked.isPresent() && remotes.findOthers(asked.get()).isEmpty() && isOnlyOneOfHosts(asked.get());
    }

    private boolean isOnlyOneOfHosts(RepositoryConfiguration repository) {
        try {
            return remotes.findOthers(repository, directory.repositories()).isEmpty();
        } catch (TemporalUnavailableException away) {
            // The next fetch asks again.
            return false;
        }
    }
}
