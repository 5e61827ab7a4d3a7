package dev.reconciler.worker.config;

import dev.reconciler.git.repository.CommitterIdentity;
import java.util.List;

/**
 * The configuration of one host, checked as a whole.
 *
 * @param temporal the address and namespace of the Temporal service
 * @param host the name of the host that has the repositories on its disk
 * @param identity the committer of replayed commits
 * @param repositories at least one, in the order of the file, their ids unique
 * @param webhook the HTTP endpoint of the worker
 */
public record Configuration(
        TemporalTarget temporal,
        String host,
        CommitterIdentity identity,
        List<RepositoryConfiguration> repositories,
        WebhookConfiguration webhook) {

    /** @throws IllegalArgumentException if there is no repository, or two repositories have the same id */
    public Configuration {
        repositories = List.copyOf(repositories);
        long ids = repositories.stream()
                .map(RepositoryConfiguration::id)
                .distinct()
                .count();
        if (repositories.isEmpty() || ids < repositories.size()) {
            throw new IllegalArgumentException("repositories: " + repositories.size() + " with " + ids
                    + " different ids (expected: at least one, each with an id of its own)");
        }
    }

    /** Returns this configuration with the chosen repositories only. */
    public Configuration withRepositories(List<RepositoryConfiguration> chosen) {
        return new Configuration(temporal, host, identity, chosen, webhook);
    }
}
