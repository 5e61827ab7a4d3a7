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
 * Finds the files that kept their name in another directory, as {@code find_basename_matches} of git's {@code
 * diffcore-rename.c} does.
 *
 * <p>Each source is compared with one target at most: the only one of its name, or else the one in the directory that
 * {@link ExactRenames} point to. Since the name is a guess, {@link FileSimilarity} must be higher here than in {@link
 * InexactRenames}, where every source meets every target.
 */
final class BasenameRenames {
    // Half way from a rename to two equal files: git's min_basename_score, with its factor of 0.5.
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
        // Git fixes its guesses (dir_rename_guess) before this step: a rename that is found here changes none of them.
        this.guesses = directories.winners();
    }

    /** Records the renames in the candidates. */
    static void findBasenameMatches(
            RenameCandidates candidates, FileSimilarity similarity, DirectoryRenames directories) throws IOException {
        new BasenameRenames(candidates, similarity, directories).matchSources();
    }

    private void matchSources() throws IOException {
        // Copies, taken before the first match: a name that occurs twice stays ambiguous when one of the two is
        // matched.
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
                // One source and one target: d/f is compared with e/f, wherever e is.
                // Several, as d/f and i/f with e/f and k/f: d/f is compared with the f of the directory that d became.
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

    /**
     * Answers where a source is if its directory was renamed as a whole; null where no directory is known. This is
     * {@code idx_possible_rename} of git: where d/x moved unchanged to e/x, the guess for d/f is e/f.
     */
    private @Nullable BytePath guessTarget(BytePath source) {
        BytePath directory = guesses.get(source.parent());
        if (directory == null && directories.isSplit(source.parent())) {
            // Two directories got equally many files. Git takes the one that its hash table gives first.
            candidates.markUncertain();
        }
        // Git joins directory, slash and name: for the root that is "/f", and no target has that path.
        return directory == null || directory.isRoot() ? null : directory.child(source.name());
    }

    private void tryTarget(Map.Entry<BytePath, TreeEntry> source, @Nullable BytePath target) throws IOException {
        TreeEntry entry = target == null ? null : candidates.target(target);
        if (target == null || entry == null) {
            // No guess, nothing at the guessed path, or another source was matched with it before.
            return;
        }
        FileSimilarity.Likeness alike = similarity.compare(source.getValue(), entry);
        if (!alike.isSettled(MINIMUM_SCORE)) {
            candidates.markUncertain();
        }
        // A pair that is less alike stays open: both files still take part in the inexact renames.
        if (alike.score() >= MINIMUM_SCORE) {
            candidates.recordRename(source.getKey(), target);
        }
    }
}
