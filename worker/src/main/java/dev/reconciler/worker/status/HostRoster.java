package dev.reconciler.worker.status;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The hosts that share a Temporal namespace, and when each last asked for work. Each call asks the Temporal service once,
 * and throws where it does not answer.
 */
public interface HostRoster {
    /** The {@link RosterPage#next} of the last page, and what the first one is asked for with. */
    String FIRST_PAGE = "";

    /** Reads some of the hosts that were not retired. A round through all pages has each of them. */
    RosterPage readPage(String page);

    /** Reads what a host announced; empty where it was retired. */
    Optional<RosterHost> find(String host);

    /**
     * When the worker of a host last asked for work, by the service's clock; empty where it did not for minutes. A worker
     * asks at least once a minute, and the service knows nothing of it any more after a restart.
     */
    Optional<Instant> findLastPoll(String host);

    /**
     * A host as it announced itself.
     *
     * @param repositories how many it serves; none: it withdrew
     * @param isTelling whether it tells people of other hosts that are gone
     */
    record RosterHost(String name, int repositories, boolean isTelling) {}

    /** @param next what the page after it is asked for with */
    record RosterPage(List<RosterHost> hosts, String next) {
        public RosterPage {
            hosts = List.copyOf(hosts);
        }
    }
}
