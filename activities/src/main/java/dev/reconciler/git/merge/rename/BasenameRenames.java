package dev.reconciler.git.merge.rename;

import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.TreeEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Files that kept their name in another directory: where only one that is gone and one that is new have the name, or
 * where the files that moved unchanged tell which directory it is. Less searching, so more likeness is asked for.
 */
final class BasenameRenames {
    private static final int MINIMUM_SCORE =
            FileSimilarity.RENAME_SCORE + (FileSimilarity.MAX_SCORE - FileSimilarity.RENAME_SCORE) / 2;

    private final RenameCandidates candidates;
    private final FileSimilarity similarity;
    private final DirectoryRenames directories;
    private final Map<BytePath, BytePath> guesses;

    private BasenameRenames(RenameCandidates candidates, FileSimilarity similarity, DirectoryRenames directories) {
        this.candidates = candidates;
        this.similarity = similarity;
        this.directories = directories;
        this.guesses = directories.winners();
    }

    static void findBasenameMatches(
            RenameCandidates candidates, FileSimilarity similarity, DirectoryRenames directories) throws IOException {
        new BasenameRenames(candidates, similarity, directories).matchSources();
    }

    private void matchSources() throws IOException {
        Map<BytePath, TreeEntry> sources = candidates.sources();
        Map<BytePath, List<BytePath>> sourcesByName = groupByName(sources.keySet());
        Map<BytePath, List<BytePath>> targetsByName =
                groupByName(candidates.targets().keySet());
        for (Map.Entry<BytePath, TreeEntry> source : sources.entrySet()) {
            BytePath name = source.getKey().name();
            List<BytePath> into = targetsByName.getOrDefault(name, List.of());
            if (!into.isEmpty() && candidates.isRelevant(source.getKey())) {
                boolean isOnly = into.size() == 1
                        && sourcesByName.getOrDefault(name, List.of()).size() == 1;
                tryTarget(source, isOnly ? into.get(0) : guessTarget(source.getKey()));
            }
        }
    }

    private static Map<BytePath, List<BytePath>> groupByName(Collection<BytePath> paths) {
        Map<BytePath, List<BytePath>> byName = new HashMap<>();
        paths.forEach(path ->
                byName.computeIfAbsent(path.name(), unseen -> new ArrayList<>()).add(path));
        return byName;
    }

    private @Nullable BytePath guessTarget(BytePath source) {
        BytePath directory = guesses.get(source.parent());
        if (directory == null && directories.isSplit(source.parent())) {
            // Git takes any of several that got the same number.
            candidates.markUncertain();
        }
        return directory == null || directory.isRoot() ? null : directory.child(source.name());
    }

    private void tryTarget(Map.Entry<BytePath, TreeEntry> source, @Nullable BytePath target) throws IOException {
        TreeEntry leaf = target == null ? null : candidates.target(target);
        if (target == null || leaf == null) {
            return;
        }
        if (!similarity.isSameInAllVersions(source.getValue(), leaf, MINIMUM_SCORE)) {
            candidates.markUncertain();
        }
        if (similarity.estimateSimilarity(source.getValue(), leaf) >= MINIMUM_SCORE) {
            candidates.recordRename(source.getKey(), target);
        }
    }
}
