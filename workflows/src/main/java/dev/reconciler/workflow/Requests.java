package dev.reconciler.workflow;

import dev.reconciler.model.Trigger;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who asked for another pass since the last one began: any number of requests is one pass. */
final class Requests {
    private final String host;
    private final Set<Trigger> pending = EnumSet.noneOf(Trigger.class);
    private @Nullable String otherHost;

    /** @param host whose disk the run works on */
    Requests(String host) {
        this.host = host;
    }

    /** @param from the host whose disk the asker has in mind; null where it does not say */
    void add(Trigger trigger, @Nullable String from) {
        pending.add(trigger);
        if (from != null && !from.equals(host)) {
            otherHost = from;
        }
    }

    /** Another host whose disk somebody asked this run to serve; null where nobody did. */
    @Nullable
    String otherHost() {
        return otherHost;
    }

    boolean pending() {
        return !pending.isEmpty();
    }

    /** Everything asked for until now is served by the fetch that comes next. */
    void drain() {
        pending.clear();
    }
}
