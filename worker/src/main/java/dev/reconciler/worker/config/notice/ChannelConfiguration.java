package dev.reconciler.worker.config.notice;

import dev.reconciler.model.RepositoryId;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A way by which people are told.
 *
 * @param name what others see of the channel, unique in the configuration
 * @param target where its notices go
 * @param repositories those whose cases are told here; null: all
 * @param quiet when its notices wait; empty: never
 * @param escalationsOnly whether a case is told here only once it is escalated
 */
public record ChannelConfiguration(
        String name,
        ChannelTarget target,
        @Nullable Set<RepositoryId> repositories,
        Optional<QuietHours> quiet,
        boolean escalationsOnly) {

    public ChannelConfiguration {
        repositories = repositories == null ? null : Set.copyOf(repositories);
    }

    /** Whether a case of these repositories is told here; one of none is a case of the whole host. */
    public boolean covers(Collection<RepositoryId> ofCase) {
        return repositories == null || ofCase.isEmpty() || ofCase.stream().anyMatch(repositories::contains);
    }
}
