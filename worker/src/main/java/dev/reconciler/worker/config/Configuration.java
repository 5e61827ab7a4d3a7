package dev.reconciler.worker.config;

import dev.reconciler.activity.HostConcurrency;
import dev.reconciler.git.repository.CommitterIdentity;
import dev.reconciler.worker.config.notice.NoticesConfiguration;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The configuration of one host, checked as a whole.
 *
 * @param temporal the address and namespace of the Temporal service
 * @param host the name of the host that has the repositories on its disk
 * @param state the directory in which this host's worker keeps what it remembers; it need not exist yet
 * @param identity the committer of replayed commits, where a repository has none of its own
 * @param concurrency how much the host does at once
 * @param repositories at least one, in the order of the file, their ids unique
 * @param webhook the HTTP endpoint of the worker
 * @param apiTokens who may use the HTTP interface, their names unique
 * @param notices who is told of what waits for a person
 * @param page who sees the page beside the owners of tokens
 * @param secretVariables the environment variables that hold secrets of the file
 */
public record Configuration(
        TemporalTarget temporal,
        String host,
        Path state,
        CommitterIdentity identity,
        HostConcurrency concurrency,
        List<RepositoryConfiguration> repositories,
        WebhookConfiguration webhook,
        List<ApiToken> apiTokens,
        NoticesConfiguration notices,
        PageConfiguration page,
        Set<String> secretVariables) {

    /** @throws IllegalArgumentException if there is no repository, or two repositories have the same id */
    public Configuration {
        repositories = List.copyOf(repositories);
        apiTokens = List.copyOf(apiTokens);
        secretVariables = Set.copyOf(secretVariables);
        long ids = repositories.stream()
                .map(RepositoryConfiguration::id)
                .distinct()
                .count();
        if (repositories.isEmpty() || ids < repositories.size()) {
            throw new IllegalArgumentException("repositories: " + repositories.size() + " with " + ids
                    + " different ids (expected: at least one, each with an id of its own)");
        }
    }

    /** A configuration without the service's part: no Temporal address, no webhooks, no tokens. */
    public Configuration(
            String host,
            Path state,
            CommitterIdentity identity,
            HostConcurrency concurrency,
            List<RepositoryConfiguration> repositories) {
        this(
                TemporalTarget.UNSET,
                host,
                state,
                identity,
                concurrency,
                repositories,
                WebhookConfiguration.UNSET,
                List.of(),
                NoticesConfiguration.UNSET,
                PageConfiguration.UNSET);
    }

    /** A configuration whose variables are those that these parts name. */
    public Configuration(
            TemporalTarget temporal,
            String host,
            Path state,
            CommitterIdentity identity,
            HostConcurrency concurrency,
            List<RepositoryConfiguration> repositories,
            WebhookConfiguration webhook,
            List<ApiToken> apiTokens,
            NoticesConfiguration notices,
            PageConfiguration page) {
        this(
                temporal,
                host,
                state,
                identity,
                concurrency,
                repositories,
                webhook,
                apiTokens,
                notices,
                page,
                findVariables(repositories, webhook, apiTokens, notices));
    }

    private static Set<String> findVariables(
            List<RepositoryConfiguration> repositories,
            WebhookConfiguration webhook,
            List<ApiToken> tokens,
            NoticesConfiguration notices) {
        return Stream.of(
                        repositories.stream().flatMap(RepositoryConfiguration::secrets),
                        Stream.of(webhook.secret(), webhook.reloadToken()),
                        tokens.stream().map(ApiToken::secret),
                        notices.secrets())
                .flatMap(Function.identity())
                .filter(SecretReference.class::isInstance)
                .flatMap(secret -> ((SecretReference) secret).variable().stream())
                .collect(Collectors.toSet());
    }

    /** Returns this configuration with the chosen repositories only. */
    public Configuration withRepositories(List<RepositoryConfiguration> chosen) {
        return new Configuration(
                temporal,
                host,
                state,
                identity,
                concurrency,
                chosen,
                webhook,
                apiTokens,
                notices,
                page,
                secretVariables);
    }
}
