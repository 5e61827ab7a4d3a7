package dev.reconciler.worker.config.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the known word that a person probably meant by a mistyped one.
 *
 * <p>Two words are compared by their edit distance (Levenshtein): the smallest number of letters to insert, delete or
 * replace that turns one word into the other. Upper case, {@code _} and {@code -} count for nothing.
 */
final class SpellingSuggestion {
    private SpellingSuggestion() {}

    /**
     * Returns the known word with the fewest edits; the first of equals. Empty where even that word needs more edits
     * than a third of its letters: the two words then resemble each other by chance. One edit is always allowed.
     */
    static Optional<String> findNearest(String word, Collection<String> known) {
        return known.stream()
                .filter(candidate -> countEdits(word, candidate) <= Math.max(1, candidate.length() / 3))
                .min(Comparator.comparingInt(candidate -> countEdits(word, candidate)));
    }

    /**
     * Counts the edits from {@code left} to {@code right}.
     *
     * <p>The table of the algorithm has a cell for each pair of beginnings: cell (i, j) is the number of edits from the
     * first i letters of a to the first j letters of b. Only one row is kept. From "hst" (the rows) to "host":
     *
     * <pre>
     *          h  o  s  t
     *       0  1  2  3  4
     *    h  1  0  1  2  3
     *    s  2  1  1  1  2
     *    t  3  2  2  2  1   one edit: the letter o is inserted
     * </pre>
     */
    private static int countEdits(String left, String right) {
        String a = normalizeSpelling(left);
        String b = normalizeSpelling(right);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            // From the empty word, each letter of b is inserted.
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            // The cell to the upper left would be overwritten before its neighbour reads it.
            int diagonal = row[0];
            // To the empty word, each letter of a is deleted.
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                // Equal letters cost nothing, others one replacement.
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                // row[j] is still the cell above: a letter of a is deleted. row[j - 1] is new: a letter of b is
                // inserted.
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }

    /**
     * Makes other conventions equal: {@code remote_name} and {@code RemoteName} mean {@code remoteName} without any
     * edit.
     */
    private static String normalizeSpelling(String word) {
        return word.replaceAll("[_-]", "").toLowerCase(Locale.ROOT);
    }
}
