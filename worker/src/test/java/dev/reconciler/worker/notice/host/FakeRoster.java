package dev.reconciler.worker.notice.host;

import dev.reconciler.worker.port.TemporalUnavailableException;
import dev.reconciler.worker.status.HostRoster;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Hosts of a test, whose workers ask for work whenever somebody looks, until they stop. */
public final class FakeRoster implements HostRoster {
    private static final int HOSTS_A_PAGE = 2;

    private final Map<String, RosterHost> hosts = new TreeMap<>();
    private final Set<String> stopped = new HashSet<>();
    private final Map<String, Instant> polls = new HashMap<>();
    private boolean isAway;
    private int calls;

    /** One that serves two repositories, and tells people of others or not. */
    public FakeRoster with(String host, boolean isTelling) {
        hosts.put(host, new RosterHost(host, 2, isTelling));
        return this;
    }

    public void stop(String host) {
        stopped.add(host);
    }

    public void startAgain(String host) {
        stopped.remove(host);
    }

    public void retire(String host) {
        hosts.remove(host);
        stopped.add(host);
    }

    /** As a host does that finds one of its ids on another host. */
    public void withdraw(String host) {
        hosts.put(host, new RosterHost(host, 0, false));
        stopped.add(host);
    }

    /** Whether the service answers from now on. */
    public void setAway(boolean away) {
        isAway = away;
    }

    /** A service that was started anew has not heard of anybody. */
    public void forgetPolls() {
        polls.clear();
    }

    /** How often it was called since somebody last asked. */
    public int takeCalls() {
        int made = calls;
        calls = 0;
        return made;
    }

    private void count() {
        calls++;
        if (isAway) {
            throw new TemporalUnavailableException("away", new IllegalStateException());
        }
    }

    @Override
    public RosterPage readPage(String page) {
        count();
        int start = page.equals(FIRST_PAGE) ? 0 : Integer.parseInt(page);
        List<RosterHost> all = List.copyOf(hosts.values());
        int end = Math.min(all.size(), start + HOSTS_A_PAGE);
        return new RosterPage(
                all.subList(Math.min(start, end), end), end == all.size() ? FIRST_PAGE : String.valueOf(end));
    }

    @Override
    public Optional<RosterHost> find(String host) {
        count();
        return Optional.ofNullable(hosts.get(host));
    }

    @Override
    public Optional<Instant> findLastPoll(String host) {
        count();
        if (!stopped.contains(host)) {
            polls.merge(host, Instant.EPOCH, (last, first) -> last.plusSeconds(1));
        }
        return Optional.ofNullable(polls.get(host));
    }
}
