package dev.reconciler.worker.metrics;

import dev.reconciler.activity.SlotUse;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** The gauges of the slots in which the steps of this host work: of its disk, and of each remote that was talked to. */
final class SlotGauges {
    private SlotGauges() {}

    static List<MetricSnapshot> read(List<SlotUse> uses) {
        List<SlotUse> disk = uses.stream().filter(use -> use.remote() == null).toList();
        List<SlotUse> remotes =
                uses.stream().filter(use -> use.remote() != null).toList();
        return Stream.concat(read("disk", "the disk", disk), read("remote", "the remote", remotes))
                .toList();
    }

    private static Stream<MetricSnapshot> read(String name, String place, List<SlotUse> uses) {
        String prefix = "reconciler_" + name + "_slots";
        return Stream.of(
                gauge(prefix, "Steps that may be at " + place + " at once", uses, SlotUse::slots),
                gauge(prefix + "_used", "Steps that are at " + place, uses, SlotUse::used),
                gauge(
                        prefix + "_waiting",
                        "Steps that wait on this host for a slot of " + place,
                        uses,
                        SlotUse::waiting));
    }

    private static MetricSnapshot gauge(String name, String help, List<SlotUse> uses, ToIntFunction<SlotUse> figure) {
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
        uses.forEach(use -> gauge.dataPoint(GaugeDataPointSnapshot.builder()
                .value(figure.applyAsInt(use))
                .labels(use.remote() == null ? Labels.EMPTY : Labels.of("remote", use.remote()))
                .build()));
        return gauge.build();
    }
}
