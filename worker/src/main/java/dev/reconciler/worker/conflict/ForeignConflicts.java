package dev.reconciler.worker.conflict;

import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.port.HostRepository;
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
    private volatile RepositoryDirectory directory = List::of;

    /** @param own every repository of this host */
    public ForeignConflicts(Collection<RepositoryConfiguration> own) {
        this.own = List.copyOf(own);
    }

    /** Asks that directory for the repositories of other hosts. */
    public void askHosts(RepositoryDirectory hosts) {
        directory = hosts;
    }

    @Override
    public boolean test(RepositoryId id) {
        Optional<RepositoryConfiguration> asked =
                own.stream().filter(each -> each.id().equals(id)).findFirst();
        return asked.isPresent() && isOnlyOneHere(asked.get()) && isOnlyOneOfHosts(id);
    }

    private boolean isOnlyOneHere(RepositoryConfiguration repository) {
        return own.stream()
                .noneMatch(other -> !other.id().equals(repository.id())
                        && other.remote().value().equals(repository.remote().value()));
    }

    private boolean isOnlyOneOfHosts(RepositoryId id) {
        try {
            List<HostRepository> all = directory.repositories();
            List<String> remotes = all.stream()
                    .filter(each -> each.id().equals(id))
                    .flatMap(each -> each.remotes().stream())
                    .toList();
            return all.stream().filter(each -> !each.id().equals(id)).noneMatch(each -> each.remotes().stream()
                    .anyMatch(remotes::contains));
        } catch (TemporalUnavailableException away) {
            // The next fetch asks again.
            return false;
        }
    }
}
