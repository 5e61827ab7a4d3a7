package dev.reconciler.worker.metrics;

import com.uber.m3.tally.Scope;
import dev.reconciler.activity.SlotUse;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.access.Viewer;
import dev.reconciler.worker.event.EventLog;
import dev.reconciler.worker.event.StepListener;
import dev.reconciler.worker.service.ServiceListener;
import dev.reconciler.worker.watch.CommitWatch;
import io.micrometer.core.instrument.Gauge;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The metrics of one host, as Prometheus reads them. */
public final class HostMetrics implements AutoCloseable {
    private final HostMeters meters = new HostMeters();
    private final ExpositionFormats formats = ExpositionFormats.init();
    private final StepMeters steps = new StepMeters(meters.registry());
    private final WebhookMeters webhooks = new WebhookMeters(meters.registry());
    private final ServiceMeters service;
    private final RepositoryGauges gauges;
    private final EventFigures figures;
    private volatile Supplier<List<SlotUse>> slots = List::of;
    private volatile IntSupplier goneHosts = () -> 0;

    /**
     * Prepares the metrics; the figures of repositories come with {@link #start}.
     *
     * @param looks at the repositories of this host
     * @param schedules the interval of each that has one, by its id
     * @param cases since when each open conflict of a repository is a case
     * @param log tells what happens to them
     */
    public HostMetrics(
            PositionLooks looks,
            Map<String, Duration> schedules,
            Function<RepositoryId, List<Instant>> cases,
            EventLog log) {
        this.service = new ServiceMeters(meters.registry(), looks.repositories());
        this.gauges = new RepositoryGauges(looks.repositories(), schedules, cases, Clock.systemUTC());
        looks.tell(gauges::looked);
        this.figures = new EventFigures(
                log, new RunMeters(meters.registry()), new CaseMeters(meters.registry()), gauges, looks);
        Gauge.builder("reconciler.hosts.gone", () -> goneHosts.getAsInt())
                .description("Other hosts of this Temporal namespace whose worker is gone, of those that this one looks"
                        + " after")
                .register(meters.registry());
    }

    /** Measures the steps that it is told of. */
    public StepListener steps() {
        return steps;
    }

    /** Where Temporal's SDK is to measure itself. */
    public Scope temporal() {
        return meters.temporal();
    }

    /** Is told how the service gets on. */
    public ServiceListener service() {
        return service;
    }

    /** Counts an answer to the webhook of that name. */
    public void countWebhook(String hook, int status) {
        webhooks.count(hook, status);
    }

    /** Shows how these slots are used. */
    public void showSlots(Supplier<List<SlotUse>> use) {
        slots = use;
    }

    /** Shows how many other hosts are gone. */
    public void showGoneHosts(IntSupplier count) {
        goneHosts = count;
    }

    /** Shows that watch. */
    public void showWatch(CommitWatch watch) {
        Gauge.builder("reconciler.watched.repositories", watch, CommitWatch::countWatched)
                .description("Repositories whose local commits start a run at once")
                .register(meters.registry());
        Gauge.builder("reconciler.watch.blind", watch, seen -> seen.isBlind() ? 1 : 0)
                .description("1 where the system refuses to report some changes of files: commits are looked for every"
                        + " few seconds instead")
                .register(meters.registry());
    }

    /** Begins to follow what happens, and to look at the repositories. */
    public void start() {
        figures.start();
    }

    /**
     * Writes what the viewer may see: all there is, or the gauges of the viewer's repositories alone.
     *
     * @param accept the header of that name, which says what the reader understands; null where there is none
     */
    public MetricsText scrape(Viewer viewer, @Nullable String accept) {
        List<MetricSnapshot> all = new ArrayList<>(gauges.read(viewer));
        if (viewer.seesHost()) {
            all.addAll(SlotGauges.read(slots.get()));
            meters.read().forEach(all::add);
        }
        ExpositionFormatWriter writer = formats.findWriter(accept);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            writer.write(text, new MetricSnapshots(all));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new MetricsText(writer.getContentType(), text.toByteArray());
    }

    @Override
    public void close() {
        figures.close();
        meters.close();
    }

    /** Metrics in one of the formats that Prometheus reads. */
    @SuppressWarnings("ArrayRecordComponent")
    public record MetricsText(String contentType, byte[] bytes) {}
}
