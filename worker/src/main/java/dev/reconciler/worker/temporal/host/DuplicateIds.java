package dev.reconciler.worker.temporal.host;

import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.workflow.host.HostListing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the ids that more than one {@link HostRepository#host() host} has. One id is one lock and one history, so two
 * hosts with the same id would take each other's requests, and a run would work on either disk by chance.
 */
final class DuplicateIds {
    private DuplicateIds() {}

    /** Finds the ids of {@code own} that another host of {@code all} has too, each with the message for people. */
    static Map<RepositoryId, String> findConflicts(List<HostRepository> own, List<HostRepository> all) {
        Map<RepositoryId, String> conflicts = new LinkedHashMap<>();
        for (HostRepository mine : own) {
            all.stream()
                    .filter(other -> other.id().equals(mine.id()))
                    .filter(other -> !other.host().equals(mine.host()))
                    .forEach(other -> conflicts.put(
                            mine.id(), HostListing.describeConflict(mine.id(), mine.host(), other.host())));
        }
        return conflicts;
    }
}
