package dev.reconciler.worker.api;

import dev.reconciler.worker.config.ApiToken;
import dev.reconciler.worker.config.RepositoryConfiguration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The repositories of this host, each to be seen with a token that is for it. */
public final class OwnRepositories {
    private final Map<String, RepositoryConfiguration> byId = new LinkedHashMap<>();

    /** @param repositories those of the configuration */
    public OwnRepositories(Collection<RepositoryConfiguration> repositories) {
        repositories.forEach(each -> byId.put(each.id().value(), each));
    }

    /** Those that the token is for, in the order of the configuration. */
    List<RepositoryConfiguration> list(ApiToken token) {
        return byId.values().stream()
                .filter(repository -> token.covers(repository.id()))
                .toList();
    }

    /**
     * Finds the repository of that id.
     *
     * @throws RequestProblemException if there is none, or the token is not for it (404)
     */
    RepositoryConfiguration require(ApiToken token, String id) {
        RepositoryConfiguration repository = byId.get(id);
        if (repository == null || !token.covers(repository.id())) {
            throw new RequestProblemException(404, "no repository of this host and this token has the id '" + id + "'");
        }
        return repository;
    }

    /** @throws RequestProblemException if the token may only read (403) */
    static void requireWriting(ApiToken token) {
        if (token.access() != ApiToken.TokenAccess.WRITE) {
            throw new RequestProblemException(403, "the token '" + token.name() + "' may only read");
        }
    }
}
