package dev.reconciler.worker.config;

import dev.reconciler.model.RepositoryId;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A token by which an application uses the HTTP interface.
 *
 * @param name what others see of the token, unique in the configuration
 * @param secret reads the token, anew for each request
 * @param repositories the repositories that the token is for; null: all of this host
 * @param access what its owner may do
 */
public record ApiToken(
        String name, Supplier<String> secret, @Nullable Set<RepositoryId> repositories, TokenAccess access) {

    public ApiToken {
        repositories = repositories == null ? null : Set.copyOf(repositories);
    }

    /** Whether the token is for that repository. */
    public boolean covers(RepositoryId repository) {
        return repositories == null || repositories.contains(repository);
    }

    /** What the owner of a token may do. */
    public enum TokenAccess {
        READ,
        WRITE
    }
}
