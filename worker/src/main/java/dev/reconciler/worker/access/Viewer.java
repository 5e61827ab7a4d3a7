package dev.reconciler.worker.access;

import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.config.ApiToken;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who may see repositories of this host.
 *
 * @param name of the token, or how else the viewer is known; for logs
 * @param repositories those that the viewer may see; null: all of this host
 * @param mayAct whether the viewer may do more than look
 */
public record Viewer(String name, @Nullable Set<RepositoryId> repositories, boolean mayAct) {
    public Viewer {
        repositories = repositories == null ? null : Set.copyOf(repositories);
    }

    static Viewer of(ApiToken token) {
        return new Viewer(token.name(), token.repositories(), token.access() == ApiToken.TokenAccess.WRITE);
    }

    /** Whether the viewer may see that repository. */
    public boolean sees(RepositoryId repository) {
        return repositories == null || repositories.contains(repository);
    }

    /** Whether the viewer may see every repository, and so what is of the host as a whole. */
    public boolean seesHost() {
        return repositories == null;
    }
}
