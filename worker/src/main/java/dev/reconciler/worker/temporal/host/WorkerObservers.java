package dev.reconciler.worker.temporal.host;

import com.uber.m3.tally.NoopScope;
import com.uber.m3.tally.Scope;
import dev.reconciler.contract.cases.CaseNotices;
import dev.reconciler.contract.cases.ToldCase;
import dev.reconciler.worker.event.OutcomeListener;
import dev.reconciler.worker.event.StepListener;
import dev.reconciler.worker.temporal.connection.TemporalTraces;

/**
 * Who is told what the workers of a host do.
 *
 * @param outcomes of each run that ends
 * @param steps of each step that ends
 * @param measures of what Temporal's SDK measures of itself
 * @param cases of the conflicts that wait for a person
 * @param traces of the requests that are made here, and of the runs and steps that follow
 */
public record WorkerObservers(
        OutcomeListener outcomes, StepListener steps, Scope measures, CaseNotices cases, TemporalTraces traces) {
    /** Only of the runs that end. */
    public static WorkerObservers of(OutcomeListener outcomes) {
        return new WorkerObservers(
                outcomes,
                (step, took, failure) -> {},
                new NoopScope(),
                notice -> ToldCase.NOTHING.with(notice.kind(), notice.at()),
                TemporalTraces.OFF);
    }

    /** The same, with others who are told of the runs that end. */
    public WorkerObservers withOutcomes(OutcomeListener others) {
        return new WorkerObservers(others, steps, measures, cases, traces);
    }
}
