package dev.reconciler.worker.durability;

import dev.reconciler.model.Outcome;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** One way to reconcile, on a site of its own, with what was measured of it. */
final class Contender implements AutoCloseable {
    private final String name;
    private final Site site;
    private final Subject subject;
    private final Map<Outcome, Samples> samples = new EnumMap<>(Outcome.class);
    private final Map<Outcome, Integer> events = new EnumMap<>(Outcome.class);

    Contender(String name, Site site, Subject subject) {
        this.name = name;
        this.site = site;
        this.subject = subject;
    }

    /** Reconciles what somebody pushed, and then once more what is in sync. */
    void round() throws IOException {
        site.commitUpstream();
        measure(Outcome.FAST_FORWARDED);
        measure(Outcome.IN_SYNC);
    }

    private void measure(Outcome expected) throws IOException {
        long start = System.nanoTime();
        Outcome outcome = subject.reconcile();
        samples.computeIfAbsent(expected, key -> new Samples()).add(System.nanoTime() - start);
        if (outcome != expected) {
            throw new AssertionError(name + ": " + outcome + " (expected: " + expected + ")");
        }
        events.put(expected, subject.events());
    }

    /** Forgets the rounds so far: they warmed up. */
    void forget() {
        samples.clear();
    }

    /** A line of the table for each kind of run. */
    String report() {
        StringBuilder lines = new StringBuilder();
        for (Outcome outcome : new Outcome[] {Outcome.IN_SYNC, Outcome.FAST_FORWARDED}) {
            Samples taken = samples.get(outcome);
            lines.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %.1f | %.1f | %d |%n",
                    outcome,
                    name,
                    taken.percentile(50),
                    taken.percentile(95),
                    events.get(outcome)));
        }
        return lines.toString();
    }

    @Override
    public void close() {
        subject.close();
        site.close();
    }
}
