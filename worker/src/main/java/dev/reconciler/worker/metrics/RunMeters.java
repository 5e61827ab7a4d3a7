package dev.reconciler.worker.metrics;

import dev.reconciler.model.ErrorType;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.Trigger;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** Counts what the runs of this host came to. Every series is there from the start, so that its first increase shows. */
final class RunMeters {
    private final MeterRegistry registry;

    RunMeters(MeterRegistry registry) {
        this.registry = registry;
        for (Outcome outcome : Outcome.values()) {
            passes(outcome);
            for (Trigger trigger : Trigger.values()) {
                runs(trigger, outcome);
            }
        }
        for (ErrorType type : ErrorType.values()) {
            failures(type);
        }
        attempts();
    }

    void count(ReconcileResult result) {
        runs(result.trigger(), result.outcome()).increment();
        passes(result.outcome()).record(Duration.ofMillis(result.durationMs()));
        attempts().increment(result.attempts() - 1);
        if (result.error() != null) {
            failures(result.error().type()).increment();
        }
    }

    private Counter runs(Trigger trigger, Outcome outcome) {
        return Counter.builder("reconciler.runs")
                .description("Runs that have ended, by what asked for them and what they came to")
                .tag("trigger", trigger.wire())
                .tag("outcome", outcome.wire())
                .register(registry);
    }

    private Timer passes(Outcome outcome) {
        return Timer.builder("reconciler.pass.duration")
                .description(
                        "From the start of a run's last pass to its outcome, waits for its turn and for the next try"
                                + " included")
                .tag("outcome", outcome.wire())
                .serviceLevelObjectives(DurationBuckets.OF_PASSES)
                .register(registry);
    }

    private Counter failures(ErrorType type) {
        return Counter.builder("reconciler.run.failures")
                .description("Runs that ended because a person must act, by the type of the error")
                .tag("error", type.wire())
                .register(registry);
    }

    private Counter attempts() {
        return Counter.builder("reconciler.remote.failed.attempts")
                .description(
                        "Attempts at a remote that failed, quick repetitions included, counted at the end of the run")
                .register(registry);
    }
}
