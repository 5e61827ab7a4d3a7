package dev.reconciler.git.replay;

import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The deleted files of one side that no rename explains yet, and the added ones, as git comes upon them. */
final class RenameCandidates {
    private final Renames renames;
    private final VisitOrder order;
    private final Predicate<BytePath> isRelevant;
    private final Files sources = new Files();
    private final Files targets = new Files();

    RenameCandidates(Renames renames, VisitOrder order, Predicate<BytePath> isRelevant) {
        this.renames = renames;
        this.order = order;
        this.isRelevant = isRelevant;
    }

    /** Files in two lots: those that are visited at once, and those that are visited later. */
    private static final class Files {
        private final Map<BytePath, Leaf> soon = new TreeMap<>();
        private final Map<BytePath, Leaf> later = new TreeMap<>();

        Map<BytePath, Leaf> inOrder() {
            Map<BytePath, Leaf> all = new LinkedHashMap<>(soon);
            all.putAll(later);
            return all;
        }

        @Nullable
        Leaf get(BytePath path) {
            Leaf leaf = soon.get(path);
            return leaf == null ? later.get(path) : leaf;
        }

        void removeIf(Predicate<BytePath> condition) {
            soon.keySet().removeIf(condition);
            later.keySet().removeIf(condition);
        }
    }

    void addSource(BytePath path, Leaf leaf) throws IOException {
        add(sources, path, leaf);
    }

    void addTarget(BytePath path, Leaf leaf) throws IOException {
        add(targets, path, leaf);
    }

    private void add(Files files, BytePath path, Leaf leaf) throws IOException {
        (order.laterWith(path) == null ? files.soon : files.later).put(path, leaf);
    }

    boolean isAnyLeft() {
        return !sources.inOrder().isEmpty() && !targets.inOrder().isEmpty();
    }

    /** A copy, in order. */
    Map<BytePath, Leaf> sources() {
        return sources.inOrder();
    }

    /** A copy, in order. */
    Map<BytePath, Leaf> targets() {
        return targets.inOrder();
    }

    @Nullable
    Leaf source(BytePath path) {
        return sources.get(path);
    }

    @Nullable
    Leaf target(BytePath path) {
        return targets.get(path);
    }

    boolean isRelevant(BytePath source) {
        return isRelevant.test(source);
    }

    void keepRelevantSources() {
        sources.removeIf(path -> !isRelevant.test(path));
    }

    void take(BytePath source, BytePath target) throws IOException {
        Leaf leaf = Objects.requireNonNull(targets.get(target));
        sources.removeIf(source::equals);
        targets.removeIf(target::equals);
        renames.add(source, target, leaf);
    }

    void beUncertain() {
        renames.beUncertain();
    }

    /** Whether it can't be told which of these git comes upon first. */
    boolean isAnyOrder(Iterable<BytePath> paths) throws IOException {
        Set<BytePath> laters = new HashSet<>();
        for (BytePath path : paths) {
            BytePath later = order.laterWith(path);
            if (later != null) {
                laters.add(later);
            }
        }
        return laters.size() > 1;
    }

    boolean isAnyOrder(BytePath one, BytePath other) throws IOException {
        return isAnyOrder(List.of(one, other));
    }
}
