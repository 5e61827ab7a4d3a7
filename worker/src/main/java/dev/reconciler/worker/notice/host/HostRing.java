package dev.reconciler.worker.notice.host;

import dev.reconciler.worker.status.HostRoster;
import dev.reconciler.worker.status.HostRoster.RosterHost;
import dev.reconciler.worker.status.HostRoster.RosterPage;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The known hosts in the order of their names, the first one after the last one. Each that tells people looks after those
 * behind it, up to the next one that does: so each host is looked after by one other, and the hosts need not talk.
 */
final class HostRing {
    private final String self;
    private NavigableMap<String, RosterHost> known = new TreeMap<>();
    private NavigableMap<String, RosterHost> round = new TreeMap<>();
    private String page = HostRoster.FIRST_PAGE;
    private boolean isKnown;

    HostRing(String self) {
        this.self = self;
    }

    /** Reads the next page of hosts: one, or all of them at first. */
    void readOn(HostRoster roster) {
        do {
            RosterPage read = roster.readPage(page);
            // Who has no repository serves nobody, and does not tell of others either.
            read.hosts().stream().filter(host -> host.repositories() > 0).forEach(host -> round.put(host.name(), host));
            page = read.next();
            if (page.equals(HostRoster.FIRST_PAGE)) {
                known = round;
                round = new TreeMap<>();
                isKnown = true;
            }
        } while (!isKnown);
    }

    /** Begins the round anew: the service may not know any more where it was. */
    void restartRound() {
        page = HostRoster.FIRST_PAGE;
        round = new TreeMap<>();
    }

    /** The hosts that this one looks after, up to the next one that tells people and is not gone, as far as is known. */
    List<String> listBehind(Predicate<String> isGone) {
        List<String> behind = new ArrayList<>();
        for (RosterHost host : (Iterable<RosterHost>) Stream.concat(
                known.tailMap(self, false).values().stream(), known.headMap(self, false).values().stream())::iterator) {
            behind.add(host.name());
            if (host.isTelling() && !isGone.test(host.name())) {
                break;
            }
        }
        return behind;
    }
}
