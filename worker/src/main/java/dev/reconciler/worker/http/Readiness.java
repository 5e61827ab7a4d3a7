package dev.reconciler.worker.http;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.service.ServiceListener;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether the application of this host may rely on its data. The service tells this object of its events, and {@code
 * /health/ready} shows the state. Safe for use by several threads.
 *
 * <p>A host is ready while Temporal answers, once each boot run has an outcome or is degraded. A degraded repository
 * keeps no application waiting: its data are those of the disk, which may be old.
 */
public final class Readiness implements ServiceListener {
    private final Set<RepositoryId> booting;
    private final Map<String, String> degraded = new TreeMap<>();
    private @Nullable String unreachable = "the Temporal service was not reached yet";

    /** @param booting the repositories whose boot runs are waited for */
    public Readiness(Collection<RepositoryId> booting) {
        this.booting = new LinkedHashSet<>(booting);
    }

    @Override
    public synchronized void temporalReached() {
        unreachable = null;
    }

    @Override
    public synchronized void temporalUnreachable(String why) {
        unreachable = why;
    }

    @Override
    public synchronized void bootRunEnded(RepositoryId repository) {
        booting.remove(repository);
        degraded.remove(repository.value());
    }

    @Override
    public synchronized void bootRunDegraded(RepositoryId repository, String why) {
        booting.remove(repository);
        degraded.put(repository.value(), why);
    }

    /** The state at this moment. */
    public synchronized Report report() {
        List<String> reasons = new ArrayList<>();
        if (unreachable != null) {
            reasons.add(unreachable);
        }
        booting.forEach(repository -> reasons.add("the boot run of " + repository + " has no outcome yet"));
        return new Report(reasons.isEmpty(), reasons, degraded);
    }

    /**
     * The state as callers see it.
     *
     * @param reasons why the host is not ready; empty where it is ready
     * @param degraded the ids of the degraded repositories, each with the reason
     */
    @JsonPropertyOrder({"ready", "reasons", "degraded"})
    public record Report(boolean ready, List<String> reasons, Map<String, String> degraded) {
        public Report {
            reasons = List.copyOf(reasons);
            degraded = Map.copyOf(degraded);
        }
    }
}
