package dev.reconciler.worker.metrics;

import com.uber.m3.tally.RootScopeBuilder;
import com.uber.m3.tally.Scope;
import com.uber.m3.tally.ScopeCloseException;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.temporal.common.reporter.MicrometerClientStatsReporter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The meters of this process: the program's, the virtual machine's, and those of Temporal's SDK. */
final class HostMeters implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HostMeters.class);
    private static final String TEMPORAL = "temporal_";

    /** So old is what Temporal's SDK measures when it is seen. */
    private static final com.uber.m3.util.Duration REPORTED_EVERY = com.uber.m3.util.Duration.ofSeconds(1);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final Scope temporal;

    /** Measures the virtual machine from now on. */
    HostMeters() {
        registry.config().meterFilter(new FewBuckets());
        List.of(
                        collections,
                        new JvmMemoryMetrics(),
                        new JvmThreadMetrics(),
                        new ClassLoaderMetrics(),
                        new ProcessorMetrics(),
                        new FileDescriptorMetrics(),
                        new UptimeMetrics())
                .forEach(binder -> binder.bindTo(registry));
        temporal = new RootScopeBuilder()
                .reporter(new MicrometerClientStatsReporter(registry))
                .reportEvery(REPORTED_EVERY);
    }

    MeterRegistry registry() {
        return registry;
    }

    /** Where Temporal's SDK is to measure itself. */
    Scope temporal() {
        return temporal;
    }

    MetricSnapshots read() {
        return registry.getPrometheusRegistry().scrape();
    }

    @Override
    public void close() {
        try {
            temporal.close();
        } catch (ScopeCloseException unlikely) {
            LOG.debug("what Temporal's SDK measured last was not reported", unlikely);
        }
        collections.close();
        registry.close();
    }

    /** The SDK asks for some seventy buckets for each of its durations, which would be most of a scrape. */
    private static final class FewBuckets implements MeterFilter {
        @Override
        public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig asked) {
            if (!id.getName().startsWith(TEMPORAL)) {
                return asked;
            }
            return DistributionStatisticConfig.builder()
                    .percentilesHistogram(false)
                    .serviceLevelObjectives(Arrays.stream(DurationBuckets.OF_TEMPORAL)
                            .mapToDouble(Duration::toNanos)
                            .toArray())
                    .build()
                    .merge(asked);
        }
    }
}
