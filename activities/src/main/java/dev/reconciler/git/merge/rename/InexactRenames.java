package dev.reconciler.git.merge.rename;

import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.TreeEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whatever is left, each with each: the pairs that are most alike first. */
final class InexactRenames {
    private static final int PAIRS_PER_TARGET = 4;
    // Empty places are worse than anything.
    private static final Comparator<@Nullable SimilarPair> BEST_FIRST =
            Comparator.nullsLast(Comparator.comparingInt(SimilarPair::score)
                    .thenComparing(SimilarPair::sameName)
                    .reversed());

    private final RenameCandidates candidates;
    private final FileSimilarity similarity;

    InexactRenames(RenameCandidates candidates, FileSimilarity similarity) {
        this.candidates = candidates;
        this.similarity = similarity;
    }

    private record SimilarPair(BytePath source, BytePath target, int score, boolean sameName) {
        boolean isAsGoodAs(SimilarPair other) {
            return score == other.score && sameName == other.sameName;
        }
    }

    /** @param limit where more files than that are left on each side, nothing is taken, and nothing is certain */
    void take(int limit) throws IOException {
        Map<BytePath, TreeEntry> sources = candidates.sources();
        Map<BytePath, TreeEntry> targets = candidates.targets();
        if ((long) sources.size() * targets.size() > (long) limit * limit) {
            candidates.markUncertain();
            return;
        }
        List<SimilarPair> pairs = new ArrayList<>();
        for (Map.Entry<BytePath, TreeEntry> target : targets.entrySet()) {
            pairs.addAll(collectBestPairs(target, sources));
        }
        pairs.sort(BEST_FIRST);
        take(pairs);
    }

    private void take(List<SimilarPair> pairs) throws IOException {
        for (SimilarPair pair : pairs) {
            if (isUnmatched(pair)) {
                for (SimilarPair other : pairs) {
                    if (pair.isAsGoodAs(other) && isUnmatched(other) && isRival(pair, other)) {
                        candidates.markUncertain();
                    }
                }
                candidates.recordRename(pair.source(), pair.target());
            }
        }
    }

    private boolean isUnmatched(SimilarPair pair) {
        return candidates.source(pair.source()) != null && candidates.target(pair.target()) != null;
    }

    private boolean isRival(SimilarPair pair, SimilarPair other) throws IOException {
        return pair.source().equals(other.source())
                ? candidates.isOrderUnknown(pair.target(), other.target())
                : pair.target().equals(other.target()) && candidates.isOrderUnknown(pair.source(), other.source());
    }

    // Each better one takes the place of the worst, and so the places tell nothing of the sources' order.
    private List<SimilarPair> collectBestPairs(Map.Entry<BytePath, TreeEntry> target, Map<BytePath, TreeEntry> sources)
            throws IOException {
        @Nullable SimilarPair[] kept = new SimilarPair[PAIRS_PER_TARGET];
        for (Map.Entry<BytePath, TreeEntry> source : sources.entrySet()) {
            if (!similarity.isSameInAllVersions(source.getValue(), target.getValue(), FileSimilarity.RENAME_SCORE)) {
                candidates.markUncertain();
            }
            SimilarPair pair = new SimilarPair(
                    source.getKey(),
                    target.getKey(),
                    similarity.estimateSimilarity(source.getValue(), target.getValue()),
                    source.getKey().name().equals(target.getKey().name()));
            int worst = 0;
            for (int i = 1; i < PAIRS_PER_TARGET; i++) {
                worst = BEST_FIRST.compare(kept[i], kept[worst]) > 0 ? i : worst;
            }
            if (BEST_FIRST.compare(kept[worst], pair) > 0) {
                kept[worst] = pair;
            }
        }
        return filterAlike(Arrays.asList(kept));
    }

    private static List<SimilarPair> filterAlike(Collection<@Nullable SimilarPair> pairs) {
        return pairs.stream()
                .filter(Objects::nonNull)
                .filter(pair -> pair.score() >= FileSimilarity.RENAME_SCORE)
                .toList();
    }
}
