package dev.reconciler.worker.notice;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A case that was found, and what was told of it. Guarded by its {@link CaseBook}. */
final class KnownCase {
    private final Instant seenAt;
    private final Map<String, Instant> told = new TreeMap<>();
    private FoundCase found;
    private @Nullable Instant announcedAt;
    private @Nullable Instant escalatedAt;
    private @Nullable Instant goneSince;

    KnownCase(FoundCase found, Instant seenAt) {
        this.found = found;
        this.seenAt = seenAt;
    }

    /** As the last look found it. Where it began stays as the first one said. */
    FoundCase found() {
        return found;
    }

    void findAgain(FoundCase again) {
        found = new FoundCase(
                again.id(),
                again.kind(),
                again.title(),
                again.text(),
                again.repositories(),
                found.since(),
                again.isExplained());
        goneSince = null;
    }

    Instant seenAt() {
        return seenAt;
    }

    /** When people were first told; null where nobody was. */
    @Nullable
    Instant announcedAt() {
        return announcedAt;
    }

    void announce(Instant at) {
        announcedAt = at;
    }

    @Nullable
    Instant escalatedAt() {
        return escalatedAt;
    }

    void escalate(Instant at) {
        escalatedAt = at;
    }

    /** When a look first did not find it; null where the last one did. */
    @Nullable
    Instant goneSince() {
        return goneSince;
    }

    void miss(Instant since) {
        goneSince = since;
    }

    /** The channels that have a notice of it, made or delivered. */
    Set<String> toldChannels() {
        return new TreeSet<>(told.keySet());
    }

    /** When the last notice of it for a channel was made; null where none was. */
    @Nullable
    Instant toldAt(String channel) {
        return told.get(channel);
    }

    void tell(String channel, Instant at) {
        told.put(channel, at);
    }
}
