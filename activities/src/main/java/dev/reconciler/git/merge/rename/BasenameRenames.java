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
    private static final int ALIKE = FileSimilarity.RENAME + (FileSimilarity.FULL - FileSimilarity.RENAME) / 2;

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

    static void take(RenameCandidates candidates, FileSimilarity similarity, DirectoryRenames directories)
            throws IOException {
        new BasenameRenames(candidates, similarity, directories).take();
    }

    private void take() throws IOException {
        Map<BytePath, TreeEntry> sources = candidates.sources();
        Map<BytePath, List<BytePath>> sourcesByName = byName(sources.keySet());
        Map<BytePath, List<BytePath>> targetsByName =
                byName(candidates.targets().keySet());
        for (Map.Entry<BytePath, TreeEntry> source : sources.entrySet()) {
            BytePath name = source.getKey().name();
            List<BytePath> into = targetsByName.getOrDefault(name, List.of());
            if (!into.isEmpty() && candidates.isRelevant(source.getKey())) {
                boolean isOnly = into.size() == 1
                        && sourcesByName.getOrDefault(name, List.of()).size() == 1;
                tryTarget(source, isOnly ? into.get(0) : whereItsDirectoryWent(source.getKey()));
            }
        }
    }

    private static Map<BytePath, List<BytePath>> byName(Collection<BytePath> paths) {
        Map<BytePath, List<BytePath>> byName = new HashMap<>();
        paths.forEach(path ->
                byName.computeIfAbsent(path.name(), unseen -> new ArrayList<>()).add(path));
        return byName;
    }

    private @Nullable BytePath whereItsDirectoryWent(BytePath source) {
        BytePath directory = guesses.get(source.parent());
        if (directory == null && directories.isSplit(source.parent())) {
            // Git takes any of several that got the same number.
            candidates.beUncertain();
        }
        return directory == null || directory.isRoot() ? null : directory.child(source.name());
    }

    private void tryTarget(Map.Entry<BytePath, TreeEntry> source, @Nullable BytePath target) throws IOException {
        TreeEntry leaf = target == null ? null : candidates.target(target);
        if (target == null || leaf == null) {
            return;
        }
        if (!similarity.isSettled(source.getValue(), leaf, ALIKE)) {
            candidates.beUncertain();
        }
        if (similarity.of(source.getValue(), leaf) >= ALIKE) {
            candidates.take(source.getKey(), target);
        }
    }
}
