package dev.reconciler.worker.cli.output;

import dev.reconciler.json.Json;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.LatestRun;
import dev.reconciler.workflow.visibility.RunAttributes;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** Prints a line for each {@link ReconcileResult}, for people or as JSON. Safe for use by several threads. */
public final class ResultPrinter {
    private final PrintWriter out;
    private final boolean json;

    /** @param out standard output */
    public ResultPrinter(PrintWriter out, boolean json) {
        this.out = out;
        this.json = json;
    }

    /** Prints one line, which is on the stream when this method returns. */
    public synchronized void printResult(ReconcileResult result) {
        printLine(json ? json(result) : describeResult(result));
    }

    /** Prints that a run was started, or asked for another pass. */
    public synchronized void printStarted(RepositoryId repository, String workflowId) {
        printLine(json ? Json.write(new StartedLine(repository, workflowId)) : workflowId);
    }

    /** Prints the phase of a run that has no outcome yet. */
    public synchronized void printUnsettled(HostRepository repository, Trigger trigger, LatestRun look) {
        String state = UnsettledLine.outcomeWord(look.state());
        printLine(
                json
                        ? Json.write(new UnsettledLine(
                                repository.id(),
                                state,
                                repository.branch(),
                                trigger,
                                repository.id().workflowId(),
                                look.detail()))
                        : repository.id() + ": " + state + " " + repository.branch() + ": " + look.detail()
                                + "; the run goes on as " + repository.id().workflowId());
    }

    /**
     * Prints in JSON, and for people nothing, that a command failed before it had a repository; people have the message
     * on standard error.
     */
    public synchronized void printFailure(String type, String message) {
        if (json) {
            printLine(Json.write(new FailedLine(null, Outcome.FAILED, new FailedLine.CommandError(type, message))));
        }
    }

    /** Whether the lines are JSON. */
    public boolean isJson() {
        return json;
    }

    private void printLine(String text) {
        // println would end the line as the platform does; scripts read one format everywhere.
        out.print(text + "\n");
        out.flush();
    }

    /** The line that {@code --json} prints, without its end. */
    public static String json(ReconcileResult result) {
        return Json.write(result);
    }

    /** Such as {@code civic-data: rebased main 1a2b3c4d5e -> 2b3c4d5e6f (2 ahead, 1 behind): replayed 2 commits}. */
    static String describeResult(ReconcileResult result) {
        StringBuilder line = new StringBuilder()
                .append(result.repository())
                .append(result.planned() ? ": would be " : ": ")
                .append(result.outcome())
                .append(' ')
                .append(result.branch());
        // The error takes the place of the commits: a person must act on the error first.
        if (result.error() != null) {
            return line + ": " + result.error().type() + ": "
                    + result.error().message().replaceAll("\\R", " ");
        }
        line.append(' ').append(describeMove(result.oldCommit(), result.newCommit()));
        line.append(" (").append(result.ahead()).append(" ahead, ");
        line.append(result.behind()).append(" behind): ");
        line.append(result.message().replaceAll("\\R", " "));
        return line.append(describeRef("on the remote", result.conflictBranch()))
                .append(describeRef("kept", result.keptRef()))
                .toString();
    }

    private static String describeMove(@Nullable CommitId before, @Nullable CommitId after) {
        return before != null && before.equals(after)
                ? describeCommit(before)
                : describeCommit(before) + " -> " + describeCommit(after);
    }

    private static String describeCommit(@Nullable CommitId commit) {
        return commit == null ? "none" : commit.abbreviated();
    }

    private static String describeRef(String where, @Nullable String ref) {
        return ref == null ? "" : "; " + where + ": " + ref;
    }

    /** A line with fewer fields than a result, but with those by which a script tells a failed one. */
    private record FailedLine(@Nullable RepositoryId repository, Outcome outcome, CommandError error) {
        private record CommandError(String type, String message) {}
    }

    private record StartedLine(RepositoryId repository, String workflowId) {}

    /**
     * A line with fewer fields than a result; {@code outcome} is the value of the run's search attribute at the moment.
     */
    private record UnsettledLine(
            RepositoryId repository,
            String outcome,
            BranchName branch,
            Trigger trigger,
            String workflowId,
            String message) {

        static String outcomeWord(LatestRun.RunPhase state) {
            return switch (state) {
                case RETRYING -> RunAttributes.RETRYING;
                case WAITING_FOR_HOST, ABSENT -> "waiting";
                case WORKING, OVER -> "running";
            };
        }
    }
}
