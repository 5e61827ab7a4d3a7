package dev.reconciler.workflow.progress;

import dev.reconciler.model.Outcome;
import dev.reconciler.workflow.outcome.ActionReports;
import dev.reconciler.workflow.outcome.OutcomeReport;
import dev.reconciler.workflow.progress.RunCheckpoint.LastingEffects;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the pass under way did, the strongest thing that the passes before it did, and what all of them left. */
public final class OutcomeLog {
    private final List<OutcomeReport> passReports = new ArrayList<>();
    private @Nullable OutcomeReport strongest;
    private LastingEffects effects = LastingEffects.NONE;

    OutcomeLog() {}

    OutcomeLog(RunCheckpoint checkpoint) {
        passReports.addAll(checkpoint.passReports());
        strongest = checkpoint.strongest();
        effects = checkpoint.effects();
    }

    /** Adds what the pass did; a second report of the same outcome replaces the first. */
    void addReport(OutcomeReport report) {
        passReports.removeIf(earlier -> earlier.outcome() == report.outcome());
        passReports.add(report);
    }

    void addKeptRef(@Nullable String name) {
        if (name != null) {
            effects = effects.withKeptRef(name);
        }
    }

    void addConflictBranch(@Nullable String name) {
        if (name != null) {
            effects = effects.withConflictBranch(name);
        }
    }

    void addRemoteRewrite() {
        effects = effects.withRemoteRewritten();
    }

    /** The strongest thing that the pass under way did, with one sentence of everything that it did. */
    public OutcomeReport summarizePass() {
        String text = passReports.stream().map(OutcomeReport::text).collect(Collectors.joining(", "));
        return passReports.stream()
                .max(OutcomeReport.byStrengthInPass())
                .map(report -> new OutcomeReport(report.outcome(), text))
                .orElseGet(ActionReports::reportAgreement);
    }

    /**
     * Ends the pass: what it did counts from now on as done earlier in the run. Of two equals the later one stays.
     *
     * @return whether the pass did the strongest thing
     */
    public boolean closePass() {
        OutcomeReport summary = summarizePass();
        boolean isStrongest =
                strongest == null || OutcomeReport.byStrengthInRun().compare(strongest, summary) <= 0;
        if (isStrongest) {
            strongest = summary;
        }
        passReports.clear();
        return isStrongest;
    }

    /** Whether the pass under way did anything. */
    public boolean hasPassReports() {
        return !passReports.isEmpty();
    }

    /** Whether the pass under way moved the branch onto a replay, which has to be pushed then. */
    public boolean hasReplayed() {
        return passReports.stream().anyMatch(report -> report.outcome() == Outcome.REBASED);
    }

    List<OutcomeReport> passReports() {
        return passReports;
    }

    /** The strongest thing that the closed passes did; null where no pass is closed. */
    public @Nullable OutcomeReport strongest() {
        return strongest;
    }

    /** What the passes left: names that a result tells. */
    public LastingEffects effects() {
        return effects;
    }
}
