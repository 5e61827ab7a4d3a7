package dev.reconciler.worker.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reconciler.worker.status.LastRun;
import dev.reconciler.worker.status.RepositoryStatus;
import dev.reconciler.worker.status.RunningRun;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Statuses as lines, for people or as JSON. */
public final class StatusPrinter {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String GAP = "  ";

    private StatusPrinter() {}

    /** One JSON object a line. */
    public static List<String> json(List<RepositoryStatus> statuses) {
        return statuses.stream().map(StatusPrinter::json).toList();
    }

    private static String json(RepositoryStatus status) {
        try {
            return JSON.writeValueAsString(status);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a status that is no JSON: " + status, e);
        }
    }

    /** A table of repository, state and what there is to say, in as many lines as that takes. */
    public static List<String> table(List<RepositoryStatus> statuses) {
        int ids = width(
                statuses.stream().map(status -> status.repository().value()).toList());
        int states =
                width(statuses.stream().map(status -> status.state().wire()).toList());
        List<String> lines = new ArrayList<>();
        for (RepositoryStatus status : statuses) {
            String start = padded(status.repository().value(), ids)
                    + GAP
                    + padded(status.state().wire(), states)
                    + GAP;
            for (String detail : details(status)) {
                lines.add((start + detail).stripTrailing());
                start = " ".repeat(start.length());
            }
        }
        return lines;
    }

    private static List<String> details(RepositoryStatus status) {
        List<String> details = new ArrayList<>();
        RunningRun running = status.running();
        if (running != null) {
            details.addAll(details(running));
        }
        LastRun last = status.last();
        details.add(last == null ? "no run has ended yet, or Temporal keeps none any more" : detail(last));
        if (!status.openConflicts().isEmpty()) {
            details.add("open on the remote: " + String.join(", ", status.openConflicts()));
        }
        return details;
    }

    private static List<String> details(RunningRun running) {
        List<String> details = new ArrayList<>();
        details.add("running since " + time(running.since()) + ": " + running.step() + ", attempt " + running.attempt()
                + (running.nextAttemptAt() == null ? "" : ", the next at " + time(running.nextAttemptAt())));
        if (running.lastError() != null) {
            details.add("last error: " + line(running.lastError()));
        }
        return details;
    }

    private static String detail(LastRun last) {
        return "last run: " + last.result().outcome() + " at " + time(last.finishedAt()) + ": "
                + line(last.result().message());
    }

    private static Instant time(Instant exact) {
        return exact.truncatedTo(ChronoUnit.SECONDS);
    }

    private static String line(String text) {
        return text.replaceAll("\\R", " ");
    }

    private static int width(List<String> cells) {
        return cells.stream().mapToInt(String::length).max().orElse(0);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
