package dev.reconciler.worker.webhook;

import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.git.watch.BranchContents;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.port.HostRepository;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes the webhooks of pushes that this program made itself. The commit of such a push is in the local branch
 * already, so a run would find both sides equal.
 */
public final class OwnPushFilter {
    private final Map<RepositoryId, RepositorySettings> here;

    /** @param here the repositories on this host's disk; a push to a repository of another host is never filtered */
    public OwnPushFilter(Collection<RepositorySettings> here) {
        this.here = here.stream().collect(Collectors.toUnmodifiableMap(RepositorySettings::id, Function.identity()));
    }

    /**
     * Whether the local branch has the pushed commit already, and the push took back no commit that this host knows.
     *
     * @param before the commit that the remote branch had; null where that is not known
     * @param after the commit that the remote branch has; null where that is not known, and then a run is needed
     */
    boolean isOwnPush(HostRepository repository, @Nullable CommitId before, @Nullable CommitId after) {
        RepositorySettings settings = here.get(repository.id());
        return settings != null && after != null && BranchContents.coverPush(settings, before, after);
    }
}
