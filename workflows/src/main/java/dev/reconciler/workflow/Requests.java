package dev.reconciler.workflow;

import dev.reconciler.model.Trigger;
import java.util.EnumSet;
import java.util.Set;

/** Who asked for another pass since the last one began: any number of requests is one pass. */
final class Requests {
    private final Set<Trigger> pending = EnumSet.noneOf(Trigger.class);

    void add(Trigger trigger) {
        pending.add(trigger);
    }

    boolean pending() {
        return !pending.isEmpty();
    }

    /** Everything asked for until now is served by the fetch that comes next. */
    void drain() {
        pending.clear();
    }
}
