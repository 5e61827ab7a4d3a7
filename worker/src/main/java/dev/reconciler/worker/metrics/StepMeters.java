package dev.reconciler.worker.metrics;

import dev.reconciler.contract.ActivityName;
import dev.reconciler.contract.FailureTypes;
import dev.reconciler.model.ErrorType;
import dev.reconciler.worker.event.StepListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Measures the steps of runs on this host. */
final class StepMeters implements StepListener {
    /** A failure of any other type is a defect, as it is for the run. */
    private static final Set<String> ERRORS = Stream.concat(
                    Stream.of(FailureTypes.REMOTE_UNAVAILABLE, "Cancelled"),
                    Arrays.stream(ErrorType.values()).map(ErrorType::wire))
            .collect(Collectors.toUnmodifiableSet());

    private final MeterRegistry registry;

    StepMeters(MeterRegistry registry) {
        this.registry = registry;
        for (ActivityName step : ActivityName.values()) {
            durations(step.word());
            ERRORS.forEach(error -> failures(step.word(), error));
        }
    }

    @Override
    public void stepEnded(String step, Duration took, @Nullable String failure) {
        String word = step.toLowerCase(Locale.ROOT);
        durations(word).record(took);
        if (failure != null) {
            failures(word, ERRORS.contains(failure) ? failure : ErrorType.INTERNAL.wire())
                    .increment();
        }
    }

    private Timer durations(String step) {
        return Timer.builder("reconciler.step.duration")
                .description("How long a step took on this host, with the wait for its slot and its quick repetitions")
                .tag("step", step)
                .serviceLevelObjectives(DurationBuckets.OF_STEPS)
                .register(registry);
    }

    private Counter failures(String step, String error) {
        return Counter.builder("reconciler.step.failures")
                .description("Steps that failed, by what of; the run waits and tries again, or ends")
                .tag("step", step)
                .tag("error", error)
                .register(registry);
    }
}
