package dev.reconciler.worker.page;

import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.git.state.BranchPosition;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.ReloadResponse;
import dev.reconciler.worker.board.BoardEntry;
import dev.reconciler.worker.board.PassedRun;
import dev.reconciler.worker.page.RepositoryList.RepositoryRow;
import dev.reconciler.worker.page.text.Moment;
import dev.reconciler.worker.page.text.PlainWords;
import dev.reconciler.worker.page.text.VisibleText;
import dev.reconciler.worker.status.RunTrace;
import dev.reconciler.worker.status.StepTrace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The view of one repository.
 *
 * @param web where its forge shows it; empty where that is not known
 * @param temporal where Temporal's UI shows its runs; empty where that is not known
 * @param local the commit of this host's branch, short; empty where there is none
 * @param remote the commit that the remote was last seen to hold, short; empty where that is not known
 * @param story a picture of both sides; null where there is no clone to be read
 */
public record RepositoryPortrait(
        RepositoryRow row,
        String path,
        String remoteUrl,
        String web,
        String temporal,
        String local,
        String remote,
        @Nullable DivergenceStory story,
        List<RunLine> runs,
        boolean mayAct) {

    /**
     * A run that has ended.
     *
     * @param took how long its last pass took
     * @param told what it says of itself
     * @param reload what the application answered; empty where it was not asked
     * @param address where Temporal's UI shows it; empty where that is not known
     */
    public record RunLine(
            String grade,
            String outcome,
            Moment endedAt,
            String trigger,
            String took,
            int attempts,
            String told,
            String reload,
            String address,
            List<StepLine> steps) {}

    /**
     * A step of a run.
     *
     * @param share how long it took beside the longest one, in tenths
     */
    public record StepLine(String name, String words, String took, int share, String failed) {}

    static RepositoryPortrait of(
            BoardEntry entry,
            RepositorySettings settings,
            List<RunTrace> traces,
            String temporalRuns,
            boolean mayAct,
            Instant now) {
        Optional<BranchPosition> position = entry.position();
        String web = entry.repository().web();
        return new RepositoryPortrait(
                RepositoryRow.of(entry, now),
                VisibleText.showLine(entry.repository().path().toString(), 400),
                VisibleText.showLine(entry.repository().remote().value(), 400),
                web == null ? "" : web,
                temporalRuns,
                position.map(found -> found.local().abbreviated()).orElse(""),
                position.map(BranchPosition::remote)
                        .map(commit -> commit.abbreviated())
                        .orElse(""),
                DivergenceStory.of(entry, settings, now).orElse(null),
                listRuns(entry.lastRuns(), traces, temporalRuns, now),
                mayAct);
    }

    private static List<RunLine> listRuns(
            List<PassedRun> newestFirst, List<RunTrace> traces, String temporalRuns, Instant now) {
        List<RunTrace> left = new ArrayList<>(traces);
        List<RunLine> lines = new ArrayList<>();
        for (PassedRun run : newestFirst) {
            Optional<RunTrace> trace =
                    left.stream().filter(each -> each.covers(run.endedAt())).findFirst();
            // What ran for several passes is told of once, with its last one.
            trace.ifPresent(left::remove);
            lines.add(newLine(run, trace.orElse(null), temporalRuns, now));
        }
        return lines;
    }

    private static RunLine newLine(PassedRun run, @Nullable RunTrace trace, String temporalRuns, Instant now) {
        ReconcileResult result = run.result();
        ReloadResponse reload = result.reload();
        return new RunLine(
                PlainWords.gradeOutcome(result.outcome()),
                result.outcome().wire(),
                Moment.of(run.endedAt(), now),
                result.trigger().wire(),
                Moment.showMillis(result.durationMs()),
                result.attempts(),
                PlainWords.describeRun(result),
                reload == null ? "" : "the application answered " + reload.status(),
                trace == null || temporalRuns.isEmpty() ? "" : temporalRuns + "/" + trace.runId(),
                trace == null ? List.of() : listSteps(trace.steps()));
    }

    private static List<StepLine> listSteps(List<StepTrace> steps) {
        long longest = Math.max(
                1,
                steps.stream().mapToLong(each -> each.took().toMillis()).max().orElse(1));
        return steps.stream()
                .map(step -> new StepLine(
                        step.name(),
                        PlainWords.describeStep(step.name()),
                        Moment.showMillis(step.took().toMillis()),
                        (int) (step.took().toMillis() * 10 / longest),
                        step.failure() == null ? "" : VisibleText.showLines(step.failure(), 300)))
                .toList();
    }
}
