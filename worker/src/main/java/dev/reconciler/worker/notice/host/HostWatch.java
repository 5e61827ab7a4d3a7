package dev.reconciler.worker.notice.host;

import dev.reconciler.worker.port.TemporalUnavailableException;
import dev.reconciler.worker.status.HostRoster;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the hosts behind this one in the {@link HostRing}: once a minute, and at few of them at a time. A host is gone
 * where its worker has asked for no work for minutes, and the Temporal service answered all the time.
 *
 * <p>Who was told of a gone host by this one hears its end from this one too, whoever looks after it by then.
 */
public final class HostWatch {
    private static final Logger LOG = LoggerFactory.getLogger(HostWatch.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);
    private static final int MOST_AT_ONCE = 60;

    private final HostRoster roster;
    private final HostRing ring;
    private final Map<String, HostSighting> sightings = new HashMap<>();
    private Instant lookedAt = Instant.MIN;
    private volatile HostsSeen seen = HostsSeen.NONE;

    /** @param self the name of this host */
    public HostWatch(String self, HostRoster roster) {
        this.roster = roster;
        this.ring = new HostRing(self);
    }

    /**
     * What is known of the hosts that this one looks after. Looks at them where it has not done so for a minute.
     *
     * @param told the hosts that people were told of by this one, and not yet that they are back
     */
    public HostsSeen look(Collection<String> told, Instant now) {
        // A clock that was set back does not end the looks.
        if (now.isBefore(lookedAt) || !now.isBefore(lookedAt.plus(BETWEEN_LOOKS))) {
            lookedAt = now;
            seen = lookAnew(told, now);
        }
        return seen;
    }

    /** How many of the hosts that this one looks after are gone. */
    public int countGone() {
        return seen.gone().size();
    }

    private HostsSeen lookAnew(Collection<String> told, Instant now) {
        try {
            ring.readOn(roster);
            // Where the next one that tells seems to be gone, the time of those behind it begins now, and not after its
            // own.
            Set<String> watched = new LinkedHashSet<>(told);
            watched.addAll(ring.listBehind(host -> sight(host).isAbsent()));
            sightings.keySet().retainAll(watched);
            lookAt(watched.stream().map(this::sight).toList(), now);
            Set<String> ours = new LinkedHashSet<>(told);
            ours.addAll(ring.listBehind(host -> sight(host).hasBeenAbsent()));
            return note(new HostsSeen(
                    ours.stream()
                            .flatMap(host -> sight(host).findGone().stream())
                            .toList(),
                    told.stream().filter(host -> !sight(host).isFine()).toList()));
        } catch (TemporalUnavailableException away) {
            LOG.debug("the other hosts can't be looked at", away);
            return forget(told);
        } catch (RuntimeException refused) {
            // The other cases have to be told all the same.
            LOG.warn("notices: the other hosts can't be looked at: {}", refused.toString());
            return forget(told);
        }
    }

    private HostsSeen note(HostsSeen next) {
        next.gone().stream()
                .filter(host -> !seen.names().contains(host.name()))
                .forEach(host -> LOG.warn(
                        "the worker of host {} is gone: it has asked for no work since {}", host.name(), host.since()));
        seen.names().stream()
                .filter(host -> !next.names().contains(host) && sight(host).isFine())
                .forEach(host -> LOG.info("host {} is back, or was retired", host));
        return next;
    }

    private HostSighting sight(String host) {
        return sightings.computeIfAbsent(host, HostSighting::new);
    }

    private void lookAt(List<HostSighting> watched, Instant now) {
        List<HostSighting> next = new ArrayList<>(watched);
        next.sort(Comparator.comparing(HostSighting::isDecided)
                .thenComparing(HostSighting::lookedAt, Comparator.nullsFirst(Comparator.naturalOrder())));
        for (HostSighting sighting : next.subList(0, Math.min(MOST_AT_ONCE, next.size()))) {
            sighting.see(roster.findLastPoll(sighting.host()), now);
            if (sighting.hasBeenAbsent()) {
                sighting.read(roster.find(sighting.host())
                        .filter(found -> found.repositories() > 0)
                        .orElse(null));
            }
        }
    }

    private HostsSeen forget(Collection<String> told) {
        ring.restartRound();
        sightings.values().forEach(HostSighting::forgetAbsence);
        Set<String> undecided = new LinkedHashSet<>(told);
        seen.gone().forEach(host -> undecided.add(host.name()));
        return new HostsSeen(List.of(), List.copyOf(undecided));
    }

    /**
     * @param gone those that are gone
     * @param undecided those of which the looks can't tell whether they still are
     */
    public record HostsSeen(List<GoneHost> gone, List<String> undecided) {
        static final HostsSeen NONE = new HostsSeen(List.of(), List.of());

        public HostsSeen {
            gone = List.copyOf(gone);
            undecided = List.copyOf(undecided);
        }

        List<String> names() {
            return gone.stream().map(GoneHost::name).toList();
        }
    }
}
