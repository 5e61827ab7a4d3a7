package dev.reconciler.worker.config.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The known word that a mistyped one was probably meant to be. */
final class SpellingSuggestion {
    private SpellingSuggestion() {}

    /** The known word that differs by the fewest edits, where at most a third of it differs. */
    static Optional<String> findNearest(String word, Collection<String> known) {
        return known.stream()
                .filter(candidate -> countEdits(word, candidate) <= Math.max(1, candidate.length() / 3))
                .min(Comparator.comparingInt(candidate -> countEdits(word, candidate)));
    }

    private static int countEdits(String left, String right) {
        String a = normalizeSpelling(left);
        String b = normalizeSpelling(right);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }

    /** {@code remote_name} and {@code RemoteName} are no typing errors of {@code remoteName}, but they mean it. */
    private static String normalizeSpelling(String word) {
        return word.replaceAll("[_-]", "").toLowerCase(Locale.ROOT);
    }
}
