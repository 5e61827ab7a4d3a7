package dev.reconciler.activity;

import dev.reconciler.contract.RepositoryBranch;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.model.ErrorType;
import dev.reconciler.model.RepositoryId;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The repositories that are on this host's disk. */
public final class HostedRepositories {
    private final String name;
    private final Map<RepositoryId, HostedRepository> repositories;

    /** @param name the host's configured name */
    public HostedRepositories(String name, Collection<HostedRepository> repositories) {
        this.name = name;
        this.repositories = repositories.stream()
                .collect(Collectors.toUnmodifiableMap(
                        repository -> repository.settings().id(), Function.identity()));
    }

    /**
     * Finds the repository that a request names.
     *
     * @throws RefusedException of type Configuration if this host has no such repository, or another branch of it
     */
    HostedRepository findRepository(RepositoryBranch target) {
        RepositoryId id = target.repository();
        HostedRepository found = repositories.get(id);
        if (found == null) {
            throw new RefusedException(
                    ErrorType.CONFIGURATION,
                    "repository " + id + " is not configured on host " + name + "; add it to `repositories` there, or"
                            + " correct `host`");
        }
        if (!found.settings().branch().equals(target.branch())) {
            throw new RefusedException(
                    ErrorType.CONFIGURATION,
                    "repository " + id + " was to be reconciled on branch " + target.branch() + ", and host " + name
                            + " is configured for " + found.settings().branch() + " by now; start a new run");
        }
        return found;
    }
}
