package dev.reconciler.worker.temporal.host;

import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.workflow.host.HostListing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds the ids that more than one {@link HostRepository#host() host} has. One id is one lock and one history, so two
 * hosts with the same id would take each other's requests, and a run would work on either disk by chance.
 */
final class DuplicateIds {
    private DuplicateIds() {}

    /** Finds the ids of {@code own} that another host of {@code all} has too, each with the message for people. */
    static Map<RepositoryId, String> findConflicts(List<HostRepository> own, List<HostRepository> all) {
        Map<RepositoryId, HostRepository> mine =
                own.stream().collect(Collectors.toMap(HostRepository::id, Function.identity(), (one, same) -> one));
        Map<RepositoryId, String> conflicts = new LinkedHashMap<>();
        for (HostRepository other : all) {
            HostRepository here = mine.get(other.id());
            if (here != null && !other.host().equals(here.host())) {
                conflicts.put(here.id(), HostListing.describeConflict(here.id(), here.host(), other.host()));
            }
        }
        return conflicts;
    }
}
