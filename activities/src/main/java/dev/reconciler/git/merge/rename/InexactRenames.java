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

/**
 * Compares each source that is left with each target that is left, and takes the pairs that are most alike first, as
 * {@code diffcore_rename_extended} and {@code find_renames} of git's {@code diffcore-rename.c} do.
 *
 * <p>An example in letters, a line each: the sources are {@code f=abcd} and {@code g=abXY}, the targets {@code h=abcZ}
 * and {@code i=abXd}. The pairs f&gt;h, f&gt;i and g&gt;i are alike by 75 %, and g&gt;h by 50 %. First comes f&gt;h, for
 * h is the first target. That takes f, so f&gt;i is passed over; then comes g&gt;i.
 */
final class InexactRenames {
    // Git's NUM_CANDIDATE_PER_DST.
    private static final int PAIRS_PER_TARGET = 4;
    // score_compare of git: by score, then the same name before another. Empty places are worse than anything.
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

    /**
     * Records the renames in the candidates.
     *
     * @param limit how many sources times how many targets are compared at most, as the root of that product. Where more
     *     are left, nothing is recorded: git takes the files for deleted and added
     * @throws IOException if a file can't be read
     */
    void findInexactRenames(int limit) throws IOException {
        Map<BytePath, TreeEntry> sources = candidates.sources();
        Map<BytePath, TreeEntry> targets = candidates.targets();
        // too_many_rename_candidates of git: with a limit of 7, 49 files may meet 1, and 7 may meet 7.
        if ((long) sources.size() * targets.size() > (long) limit * limit) {
            return;
        }
        List<SimilarPair> pairs = new ArrayList<>();
        for (Map.Entry<BytePath, TreeEntry> target : targets.entrySet()) {
            pairs.addAll(collectBestPairs(target, sources));
        }
        // Stable, as git's STABLE_QSORT: of equal pairs the one of the earlier target stays first.
        pairs.sort(BEST_FIRST);
        recordPairs(pairs);
    }

    private void recordPairs(List<SimilarPair> pairs) throws IOException {
        for (SimilarPair pair : pairs) {
            // A better pair may have taken the source or the target.
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

    // f>h against f>i, or f>h against g>h, equally alike: git takes the pair that it meets first.
    private boolean isRival(SimilarPair pair, SimilarPair other) throws IOException {
        return pair.source().equals(other.source())
                ? candidates.isOrderUnknown(pair.target(), other.target())
                : pair.target().equals(other.target()) && candidates.isOrderUnknown(pair.source(), other.source());
    }

    // record_if_better of git. A better pair takes the place of the worst, and so the places tell nothing of the
    // sources' order. With the scores 50 60 70 80 90 the places are 90 60 70 80: the sort that follows is stable, and
    // so the place of a pair matters where two are equal.
    private List<SimilarPair> collectBestPairs(Map.Entry<BytePath, TreeEntry> target, Map<BytePath, TreeEntry> sources)
            throws IOException {
        @Nullable SimilarPair[] kept = new SimilarPair[PAIRS_PER_TARGET];
        for (Map.Entry<BytePath, TreeEntry> source : sources.entrySet()) {
            FileSimilarity.Likeness alike = similarity.compare(source.getValue(), target.getValue());
            if (!alike.isSettled(FileSimilarity.RENAME_SCORE)) {
                candidates.markUncertain();
            }
            SimilarPair pair = new SimilarPair(
                    source.getKey(),
                    target.getKey(),
                    alike.score(),
                    source.getKey().name().equals(target.getKey().name()));
            // Of equally bad places the first is the worst.
            int worst = 0;
            for (int i = 1; i < PAIRS_PER_TARGET; i++) {
                worst = BEST_FIRST.compare(kept[i], kept[worst]) > 0 ? i : worst;
            }
            // An equally good pair that comes later takes no place.
            if (BEST_FIRST.compare(kept[worst], pair) > 0) {
                kept[worst] = pair;
            }
        }
        return filterAlike(Arrays.asList(kept));
    }

    // Only now, as in git: a pair below 50 % has held a place, but it is no rename.
    private static List<SimilarPair> filterAlike(Collection<@Nullable SimilarPair> pairs) {
        return pairs.stream()
                .filter(Objects::nonNull)
                .filter(pair -> pair.score() >= FileSimilarity.RENAME_SCORE)
                .toList();
    }

    private record SimilarPair(BytePath source, BytePath target, int score, boolean sameName) {
        boolean isAsGoodAs(SimilarPair other) {
            return score == other.score && sameName == other.sameName;
        }
    }
}
