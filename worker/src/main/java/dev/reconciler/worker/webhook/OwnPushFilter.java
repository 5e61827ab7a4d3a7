package dev.reconciler.worker.webhook;

import dev.reconciler.git.repository.BranchContents;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.port.HostRepository;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells a push that brings something from the echo of our own: its commit is in the local branch already. */
public final class OwnPushFilter {
    private final Map<RepositoryId, RepositorySettings> here;

    /** @param here the repositories on this host's disk; of others nothing is known, and each of their pushes counts */
    public OwnPushFilter(Collection<RepositorySettings> here) {
        this.here = here.stream().collect(Collectors.toUnmodifiableMap(RepositorySettings::id, Function.identity()));
    }

    boolean isOwnPush(HostRepository repository, @Nullable CommitId before, @Nullable CommitId after) {
        RepositorySettings settings = here.get(repository.id());
        return settings != null && after != null && BranchContents.cover(settings, before, after);
    }
}
