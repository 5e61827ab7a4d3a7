package dev.reconciler.git.merge.rename;

import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.TreeEntry;
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
    private final RenameDetection renames;
    private final TraversalOrder order;
    private final Predicate<BytePath> isRelevant;
    private final CandidateFiles sources = new CandidateFiles();
    private final CandidateFiles targets = new CandidateFiles();

    RenameCandidates(RenameDetection renames, TraversalOrder order, Predicate<BytePath> isRelevant) {
        this.renames = renames;
        this.order = order;
        this.isRelevant = isRelevant;
    }

    /** Files in two lots: those that are visited at once, and those that are visited later. */
    private static final class CandidateFiles {
        private final Map<BytePath, TreeEntry> visited = new TreeMap<>();
        private final Map<BytePath, TreeEntry> deferred = new TreeMap<>();

        Map<BytePath, TreeEntry> inOrder() {
            Map<BytePath, TreeEntry> all = new LinkedHashMap<>(visited);
            all.putAll(deferred);
            return all;
        }

        @Nullable
        TreeEntry get(BytePath path) {
            TreeEntry leaf = visited.get(path);
            return leaf == null ? deferred.get(path) : leaf;
        }

        void removeIf(Predicate<BytePath> condition) {
            visited.keySet().removeIf(condition);
            deferred.keySet().removeIf(condition);
        }
    }

    void addSource(BytePath path, TreeEntry leaf) throws IOException {
        addFile(sources, path, leaf);
    }

    void addTarget(BytePath path, TreeEntry leaf) throws IOException {
        addFile(targets, path, leaf);
    }

    private void addFile(CandidateFiles files, BytePath path, TreeEntry leaf) throws IOException {
        (order.findDeferred(path) == null ? files.visited : files.deferred).put(path, leaf);
    }

    boolean isAnyLeft() {
        return !sources.inOrder().isEmpty() && !targets.inOrder().isEmpty();
    }

    /** A copy, in order. */
    Map<BytePath, TreeEntry> sources() {
        return sources.inOrder();
    }

    /** A copy, in order. */
    Map<BytePath, TreeEntry> targets() {
        return targets.inOrder();
    }

    @Nullable
    TreeEntry source(BytePath path) {
        return sources.get(path);
    }

    @Nullable
    TreeEntry target(BytePath path) {
        return targets.get(path);
    }

    boolean isRelevant(BytePath source) {
        return isRelevant.test(source);
    }

    void dropIrrelevantSources() {
        sources.removeIf(path -> !isRelevant.test(path));
    }

    void recordRename(BytePath source, BytePath target) throws IOException {
        TreeEntry leaf = Objects.requireNonNull(targets.get(target));
        sources.removeIf(source::equals);
        targets.removeIf(target::equals);
        renames.recordRename(source, target, leaf);
    }

    void markUncertain() {
        renames.markUncertain();
    }

    /** Whether it can't be told which of these git comes upon first. */
    boolean isOrderUnknown(Iterable<BytePath> paths) throws IOException {
        Set<BytePath> laters = new HashSet<>();
        for (BytePath path : paths) {
            BytePath later = order.findDeferred(path);
            if (later != null) {
                laters.add(later);
            }
        }
        return laters.size() > 1;
    }

    boolean isOrderUnknown(BytePath one, BytePath other) throws IOException {
        return isOrderUnknown(List.of(one, other));
    }
}
