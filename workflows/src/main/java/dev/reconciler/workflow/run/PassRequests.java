package dev.reconciler.workflow.run;

import dev.reconciler.model.Trigger;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The requests for another pass since the last fetch began.
 *
 * <p>Any number of requests is one pass. A pass begins with a fetch, which sees whatever the remote held at the latest
 * request: so the requests are dropped just before the fetch, and one that arrives after it asks for a pass of its own.
 */
final class PassRequests {
    private final String host;
    private final Set<Trigger> pending = EnumSet.noneOf(Trigger.class);
    private @Nullable String otherHost;
    private long count;
    private long served;

    /** @param host the host whose disk the run works on */
    PassRequests(String host) {
        this.host = host;
    }

    /**
     * Adds a request.
     *
     * @param from the host whose disk the caller means; null where the caller does not say
     * @return the number of the request, from one on
     */
    long addRequest(Trigger trigger, @Nullable String from) {
        count++;
        pending.add(trigger);
        if (from != null && !from.equals(host)) {
            otherHost = from;
        }
        return count;
    }

    /** Another host that asked this run to serve its disk; null where there was none. */
    @Nullable
    String otherHost() {
        return otherHost;
    }

    /** The number of the last request that was followed by a fetch. */
    long served() {
        return served;
    }

    /** Whether a request has not been followed by a fetch yet. */
    boolean isPending() {
        return !pending.isEmpty();
    }

    /** What asks for the next pass; one of those where several do. */
    Trigger nextTrigger() {
        return pending.iterator().next();
    }

    /** Forgets another host that asked, once the run has told what came of it. */
    void forgetOtherHost() {
        otherHost = null;
    }

    /** Drops the requests, since the fetch that comes next serves them all. */
    void dropServed() {
        pending.clear();
        served = count;
    }
}
