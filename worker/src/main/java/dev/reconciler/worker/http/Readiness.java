package dev.reconciler.worker.http;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.service.ServiceListener;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether the application of this host may rely on its data. The service tells this object of its events, and {@code
 * /health/ready} shows the state. Safe for use by several threads.
 *
 * <p>A host is ready while Temporal answers, once each boot run has an outcome or is degraded. A degraded repository
 * keeps no application waiting: its data are those of the disk, which may be old.
 */
public final class Readiness implements ServiceListener {
    /** How many repositories are named: probes come every few seconds, and a host may have thousands. */
    private static final int MOST_NAMED = 20;

    private final Set<RepositoryId> booting;
    private final Map<String, String> degraded = new LinkedHashMap<>();
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
        // So that it becomes the last one.
        degraded.remove(repository.value());
        degraded.put(repository.value(), why);
    }

    /** The state at this moment. */
    public synchronized Report report() {
        List<String> reasons = new ArrayList<>();
        if (unreachable != null) {
            reasons.add(unreachable);
        }
        booting.stream()
                .limit(MOST_NAMED)
                .forEach(repository -> reasons.add("the boot run of " + repository + " has no outcome yet"));
        if (booting.size() > MOST_NAMED) {
            reasons.add("the boot runs of " + (booting.size() - MOST_NAMED) + " more repositories have no outcome yet");
        }
        return new Report(reasons.isEmpty(), reasons, listLatest(), degraded.size());
    }

    private Map<String, String> listLatest() {
        Map<String, String> latest = new LinkedHashMap<>();
        degraded.entrySet().stream()
                .skip(Math.max(0, degraded.size() - MOST_NAMED))
                .forEach(each -> latest.put(each.getKey(), each.getValue()));
        return latest;
    }

    /**
     * The state as callers see it.
     *
     * @param reasons why the host is not ready; empty where it is ready
     * @param degraded the ids of the degraded repositories, each with the reason; of many those that were told last
     * @param degradedTotal how many there are
     */
    @JsonPropertyOrder({"ready", "reasons", "degraded", "degradedTotal"})
    public record Report(boolean ready, List<String> reasons, Map<String, String> degraded, int degradedTotal) {
        public Report {
            reasons = List.copyOf(reasons);
            degraded = Collections.unmodifiableMap(new LinkedHashMap<>(degraded));
        }
    }
}
