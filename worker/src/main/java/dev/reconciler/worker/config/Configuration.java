package dev.reconciler.worker.config;

import dev.reconciler.git.repository.CommitterIdentity;
import java.util.List;

/**
 * What a host's configuration says, checked as a whole.
 *
 * @param temporal where the Temporal service is
 * @param host whose disk the repositories are on
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

    /** @throws IllegalArgumentException if there is no repository, or an id is there twice */
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

    /** The same with those repositories only. */
    public Configuration withRepositories(List<RepositoryConfiguration> chosen) {
        return new Configuration(temporal, host, identity, chosen, webhook);
    }
}
