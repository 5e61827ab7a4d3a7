package dev.reconciler.worker.cli.output;

import dev.reconciler.json.Json;
import dev.reconciler.worker.status.EndedRun;
import dev.reconciler.worker.status.LeaseStatus;
import dev.reconciler.worker.status.RepositoryStatus;
import dev.reconciler.worker.status.RunningRun;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Formats each {@link RepositoryStatus} as lines, for people or as JSON. */
public final class StatusPrinter {
    private static final String GAP = "  ";

    private StatusPrinter() {}

    /** Formats one JSON object a line. */
    public static List<String> json(List<RepositoryStatus> statuses) {
        return statuses.stream().map(Json::write).toList();
    }

    /**
     * Formats a table with the columns repository, state and details. Each detail is a line of its own; the first two
     * cells stand on the first line of their repository.
     */
    public static List<String> formatTable(List<RepositoryStatus> statuses) {
        int ids = findWidth(
                statuses.stream().map(status -> status.repository().value()).toList());
        int states =
                findWidth(statuses.stream().map(status -> status.state().wire()).toList());
        List<String> lines = new ArrayList<>();
        for (RepositoryStatus status : statuses) {
            String start = padCell(status.repository().value(), ids)
                    + GAP
                    + padCell(status.state().wire(), states)
                    + GAP;
            for (String detail : describeStatus(status)) {
                lines.add((start + detail).stripTrailing());
                start = " ".repeat(start.length());
            }
        }
        return lines;
    }

    private static List<String> describeStatus(RepositoryStatus status) {
        List<String> details = new ArrayList<>();
        RunningRun running = status.running();
        if (running != null) {
            details.addAll(describeRunning(running));
        }
        EndedRun last = status.last();
        details.add(last == null ? "no run has ended yet, or Temporal keeps none any more" : describeLastRun(last));
        LeaseStatus lease = status.lease();
        if (lease != null) {
            details.add("lease " + lease.fence() + ": held by " + lease.holder() + " until "
                    + truncateToSeconds(lease.expiresAt()));
        }
        status.warnings().forEach(warning -> details.add("warning: " + warning));
        if (!status.openConflicts().isEmpty()) {
            details.add("open on the remote: " + String.join(", ", status.openConflicts()));
        }
        return details;
    }

    private static List<String> describeRunning(RunningRun running) {
        List<String> details = new ArrayList<>();
        details.add("running since " + truncateToSeconds(running.since()) + ": " + running.step() + ", attempt "
                + running.attempt()
                + (running.nextAttemptAt() == null
                        ? ""
                        : ", the next at " + truncateToSeconds(running.nextAttemptAt())));
        if (running.lastError() != null) {
            details.add("last error: " + joinLines(running.lastError()));
        }
        return details;
    }

    private static String describeLastRun(EndedRun last) {
        return "last run: " + last.result().outcome() + " at " + truncateToSeconds(last.finishedAt()) + ": "
                + joinLines(last.result().message());
    }

    private static Instant truncateToSeconds(Instant exact) {
        return exact.truncatedTo(ChronoUnit.SECONDS);
    }

    private static String joinLines(String text) {
        return text.replaceAll("\\R", " ");
    }

    private static int findWidth(List<String> cells) {
        return cells.stream().mapToInt(String::length).max().orElse(0);
    }

    private static String padCell(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
