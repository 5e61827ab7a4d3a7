package dev.reconciler.worker.temporal.host;

import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.workflow.host.HostListing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Ids that more than one host has: whose disk a run works on must never be a matter of chance. */
final class DuplicateIds {
    private DuplicateIds() {}

    /** Those of {@code own} that another host of {@code all} has too, with what to tell people. */
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
