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
 * Whether the application of this host may rely on its data: the state that the service feeds and {@code /health/ready}
 * shows. Safe for use by several threads.
 *
 * <p>Not ready at first: until Temporal was reached, and until each boot run has an outcome or was given up as degraded.
 */
public final class Readiness implements ServiceListener {
    private final Set<RepositoryId> booting;
    private final Map<String, String> degraded = new TreeMap<>();
    private @Nullable String unreachable = "the Temporal service was not reached yet";

    /** @param booting the repositories whose boot run has to have an outcome */
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

    /** How things are now. */
    public synchronized Report report() {
        List<String> reasons = new ArrayList<>();
        if (unreachable != null) {
            reasons.add(unreachable);
        }
        booting.forEach(repository -> reasons.add("the boot run of " + repository + " has no outcome yet"));
        return new Report(reasons.isEmpty(), reasons, degraded);
    }

    /**
     * What is told.
     *
     * @param reasons why it is not ready; empty where it is
     * @param degraded the repositories that are served from what is on the disk, and why
     */
    @JsonPropertyOrder({"ready", "reasons", "degraded"})
    public record Report(boolean ready, List<String> reasons, Map<String, String> degraded) {
        public Report {
            reasons = List.copyOf(reasons);
            degraded = Map.copyOf(degraded);
        }
    }
}
