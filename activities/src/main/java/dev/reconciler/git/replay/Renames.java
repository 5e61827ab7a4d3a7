package dev.reconciler.git.replay;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * The renames of one side: first what moved unchanged, then what kept its name in another directory, then the most alike
 * of the rest.
 */
final class Renames {
    private static final ObjectId EMPTY_FILE = ObjectId.fromString("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
    /** A name that only one deleted and one added file have needs less searching, but more likeness. */
    private static final int SAME_NAME = Similarity.RENAME + (Similarity.FULL - Similarity.RENAME) / 2;

    private static final int CANDIDATES = 4;

    private final Similarity similarity;
    private final DirectoryRenames directories;
    private final TreeMap<BytePath, Leaf> sources = new TreeMap<>();
    private final TreeMap<BytePath, Leaf> targets = new TreeMap<>();
    private final Map<BytePath, Target> found = new HashMap<>();
    private boolean isUncertain;

    private Renames(ReplayObjects objects, DirectoryRenames directories) {
        this.similarity = new Similarity(objects);
        this.directories = directories;
    }

    /** Where a file went, and what it is there. */
    record Target(BytePath path, Leaf leaf) {}

    private record Pair(BytePath source, BytePath target, int score, boolean sameName) {
        static final Comparator<Pair> BEST_FIRST = Comparator.comparingInt(Pair::score)
                .thenComparing(Pair::sameName)
                .reversed();
    }

    /**
     * Finds the renames from base to a side.
     *
     * @param isRelevant which deleted files it matters for; others are only matched with what is the same byte for byte
     * @param limit how many files are compared on each side at most
     * @param directories told of every rename
     */
    static Renames find(
            ReplayObjects objects,
            @Nullable ObjectId base,
            ObjectId side,
            Predicate<BytePath> isRelevant,
            int limit,
            DirectoryRenames directories)
            throws IOException {
        Renames renames = new Renames(objects, directories);
        for (TreeDiff.Change change : TreeDiff.between(objects, BytePath.ROOT, base, side)) {
            renames.note(change);
        }
        if (!renames.targets.isEmpty()) {
            renames.search(isRelevant, limit);
        }
        return renames;
    }

    /** Where that file went; null where it is just gone. */
    @Nullable
    Target of(BytePath source) {
        return found.get(source);
    }

    /** Whether there was too much to compare, or more than one answer: git may find other renames. */
    boolean isUncertain() {
        return isUncertain;
    }

    private void note(TreeDiff.Change change) {
        Leaf before = change.before();
        Leaf after = change.after();
        if (after == null && before != null && !before.id().equals(EMPTY_FILE)) {
            sources.put(change.path(), before);
        } else if (before == null && after != null && !after.id().equals(EMPTY_FILE)) {
            targets.put(change.path(), after);
        }
    }

    private void search(Predicate<BytePath> isRelevant, int limit) throws IOException {
        exact();
        sameName(isRelevant);
        sources.keySet().removeIf(path -> !isRelevant.test(path));
        mostAlike(limit);
    }

    private void exact() throws IOException {
        Map<ObjectId, List<BytePath>> byContent = new HashMap<>();
        sources.forEach((path, leaf) -> byContent
                .computeIfAbsent(leaf.id(), unseen -> new ArrayList<>())
                .add(path));
        for (Map.Entry<BytePath, Leaf> target : new TreeMap<>(targets).entrySet()) {
            BytePath source =
                    identical(target, byContent.getOrDefault(target.getValue().id(), List.of()));
            if (source != null) {
                take(source, target.getKey());
            }
        }
    }

    private @Nullable BytePath identical(Map.Entry<BytePath, Leaf> target, List<BytePath> candidates) {
        BytePath first = null;
        for (BytePath candidate : candidates) {
            Leaf source = sources.get(candidate);
            if (source == null || !isSameKind(source, target.getValue())) {
                continue;
            }
            if (candidate.name().equals(target.getKey().name())) {
                return candidate;
            }
            first = first == null ? candidate : first;
        }
        return first;
    }

    private static boolean isSameKind(Leaf source, Leaf target) {
        return (source.isRegular() && target.isRegular()) || source.mode() == target.mode();
    }

    private void sameName(Predicate<BytePath> isRelevant) throws IOException {
        Map<BytePath, List<BytePath>> bySourceName = byName(sources.keySet());
        Map<BytePath, List<BytePath>> byTargetName = byName(targets.keySet());
        Map<BytePath, BytePath> guesses = directories.winners();
        for (BytePath source : List.copyOf(sources.keySet())) {
            List<BytePath> into = byTargetName.getOrDefault(source.name(), List.of());
            if (!into.isEmpty() && isRelevant.test(source)) {
                boolean isOnly = into.size() == 1
                        && bySourceName.getOrDefault(source.name(), List.of()).size() == 1;
                BytePath target = isOnly ? into.get(0) : whereItsDirectoryWent(source, guesses);
                if (target != null && targets.containsKey(target) && score(source, target) >= SAME_NAME) {
                    take(source, target);
                }
            }
        }
    }

    private @Nullable BytePath whereItsDirectoryWent(BytePath source, Map<BytePath, BytePath> guesses) {
        BytePath directory = guesses.get(source.parent());
        // Git takes any of several that got the same number.
        isUncertain |= directory == null && directories.isSplit(source.parent());
        return directory == null || directory.isRoot() ? null : directory.child(source.name());
    }

    private static Map<BytePath, List<BytePath>> byName(Collection<BytePath> paths) {
        Map<BytePath, List<BytePath>> byName = new HashMap<>();
        paths.forEach(path ->
                byName.computeIfAbsent(path.name(), unseen -> new ArrayList<>()).add(path));
        return byName;
    }

    private void mostAlike(int limit) throws IOException {
        if ((long) sources.size() * targets.size() > (long) limit * limit) {
            isUncertain = true;
            return;
        }
        List<Pair> pairs = new ArrayList<>();
        for (BytePath target : targets.keySet()) {
            pairs.addAll(candidates(target));
        }
        pairs.sort(Pair.BEST_FIRST);
        for (Pair pair : pairs) {
            if (sources.containsKey(pair.source()) && targets.containsKey(pair.target())) {
                take(pair.source(), pair.target());
            }
        }
    }

    private List<Pair> candidates(BytePath target) throws IOException {
        List<Pair> best = new ArrayList<>();
        for (BytePath source : sources.keySet()) {
            int score = score(source, target);
            if (score >= Similarity.RENAME) {
                best.add(new Pair(source, target, score, source.name().equals(target.name())));
            }
        }
        best.sort(Pair.BEST_FIRST);
        return best.size() <= CANDIDATES ? best : best.subList(0, CANDIDATES);
    }

    private int score(BytePath source, BytePath target) throws IOException {
        Leaf from = sources.get(source);
        Leaf to = targets.get(target);
        return from == null || to == null ? 0 : similarity.of(from, to);
    }

    private void take(BytePath source, BytePath target) throws IOException {
        Leaf leaf = targets.remove(target);
        if (leaf != null && sources.remove(source) != null) {
            found.put(source, new Target(target, leaf));
            directories.count(source, target);
        }
    }
}
