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

/**
 * The files that no rename explains yet: the sources, which one side deleted, and the targets, which that side added.
 * They are in the order in which git meets them, as far as {@link TraversalOrder} knows that order.
 *
 * <p>They are {@code rename_src} and {@code rename_dst} of git's {@code diffcore-rename.c}. {@link ExactRenames}, {@link
 * BasenameRenames} and {@link InexactRenames} take their pairs out of them in turn.
 */
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

    void addSource(BytePath path, TreeEntry entry) throws IOException {
        addFile(sources, path, entry);
    }

    void addTarget(BytePath path, TreeEntry entry) throws IOException {
        addFile(targets, path, entry);
    }

    private void addFile(CandidateFiles files, BytePath path, TreeEntry entry) throws IOException {
        (order.findDeferred(path) == null ? files.visited : files.deferred).put(path, entry);
    }

    /** Tells whether a rename is still possible: whether there are both a source and a target. */
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

    /** Answers the source at that path; null where there is none, or where a rename took it. */
    @Nullable
    TreeEntry source(BytePath path) {
        return sources.get(path);
    }

    /** Answers the target at that path; null where there is none, or where a rename took it. */
    @Nullable
    TreeEntry target(BytePath path) {
        return targets.get(path);
    }

    /** Tells whether the merge needs to know where that source went. */
    boolean isRelevant(BytePath source) {
        return isRelevant.test(source);
    }

    /**
     * Drops the sources that the merge does not ask for, as {@code remove_unneeded_paths_from_src} of git does. Before
     * this they take part, for a match of theirs takes a target away from the others.
     */
    void dropIrrelevantSources() {
        sources.removeIf(path -> !isRelevant.test(path));
    }

    /** Takes a source and a target out, and records them in the {@link RenameDetection}. */
    void recordRename(BytePath source, BytePath target) throws IOException {
        TreeEntry entry = Objects.requireNonNull(targets.get(target));
        sources.remove(source);
        targets.remove(target);
        renames.recordRename(source, target, entry);
    }

    /** Records that git may find other renames. */
    void markUncertain() {
        renames.markUncertain();
    }

    /** Tells whether git may meet any of these first: whether two of them are in different deferred directories. */
    boolean isOrderUnknown(Iterable<BytePath> paths) throws IOException {
        // A path that is visited at once comes before all deferred ones, and in one directory paths are ordered by
        // name.
        Set<BytePath> directories = new HashSet<>();
        for (BytePath path : paths) {
            BytePath deferred = order.findDeferred(path);
            if (deferred != null) {
                directories.add(deferred);
            }
        }
        return directories.size() > 1;
    }

    boolean isOrderUnknown(BytePath one, BytePath other) throws IOException {
        return isOrderUnknown(List.of(one, other));
    }

    /** Files in two lots: those that git visits at once, and those in directories that git defers. */
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
            TreeEntry entry = visited.get(path);
            return entry == null ? deferred.get(path) : entry;
        }

        void remove(BytePath path) {
            visited.remove(path);
            deferred.remove(path);
        }

        void removeIf(Predicate<BytePath> condition) {
            visited.keySet().removeIf(condition);
            deferred.keySet().removeIf(condition);
        }
    }
}
