package dev.reconciler.worker.board;

import dev.reconciler.json.Json;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.worker.event.HostEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * A run as this host has heard of its end. Of thousands, a view shows a few: only these are parsed, and what the list is
 * sorted by is found in the text.
 */
final class HeardRun {
    private static final String OUTCOME = "\"outcome\":\"";
    private static final String ON_CONFLICT_BRANCH = "\"conflictBranch\":\"";
    private static final String ASKED_FOR_BY_DECISION = "\"trigger\":\"conflict\"";

    private final HostEvent event;
    private final Outcome outcome;
    private boolean isParsed;
    private Optional<PassedRun> parsed = Optional.empty();

    private HeardRun(HostEvent event, Outcome outcome) {
        this.event = event;
        this.outcome = outcome;
    }

    /** Reads an event; empty where it tells no outcome. */
    static Optional<HeardRun> of(HostEvent event) {
        if (!event.name().equals("outcome")) {
            return Optional.empty();
        }
        // A quote within a text of JSON has a backslash before it: none of these is ever found in what others wrote.
        int start = event.data().indexOf(OUTCOME);
        int end = start < 0 ? -1 : event.data().indexOf('"', start + OUTCOME.length());
        return end < 0
                ? Optional.empty()
                : Optional.of(new HeardRun(event, Outcome.of(event.data().substring(start + OUTCOME.length(), end))));
    }

    Instant endedAt() {
        return Instant.ofEpochMilli(event.id());
    }

    boolean isAgreed() {
        return PassedRun.isAgreed(outcome);
    }

    /** Whether it escaped a conflict, or did something about one. */
    boolean isAboutConflict() {
        return event.data().contains(ON_CONFLICT_BRANCH) || event.data().contains(ASKED_FOR_BY_DECISION);
    }

    /** All of it; empty where another version of this program has written something that this one can't read. */
    synchronized Optional<PassedRun> parse() {
        if (!isParsed) {
            isParsed = true;
            parsed = parseResult(event.data()).map(result -> new PassedRun(result, endedAt()));
        }
        return parsed;
    }

    private static Optional<ReconcileResult> parseResult(String data) {
        try {
            return Optional.of(Json.convert(Json.read(data.getBytes(StandardCharsets.UTF_8)), ReconcileResult.class));
        } catch (IOException | IllegalArgumentException ofAnotherVersion) {
            return Optional.empty();
        }
    }
}
