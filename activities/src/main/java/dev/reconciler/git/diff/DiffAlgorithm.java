package dev.reconciler.git.diff;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How {@link LineDiff} finds the lines that two texts have in common; git's setting {@code diff.algorithm}. All of them
 * give a true difference, but where texts repeat their lines they choose different ones.
 */
public enum DiffAlgorithm {
    /** Few changed lines, found with shortcuts where that takes long; what git calls default. */
    MYERS,
    /** {@link #MYERS} without its shortcuts: as few changed lines as there can be. */
    MINIMAL,
    /** Lines that both texts have once are kept first, as {@code PatienceMatcher} says. */
    PATIENCE,
    /** The rarest lines are kept first, as {@code HistogramMatcher} says. A merge of git begins with this one. */
    HISTOGRAM;

    /**
     * The algorithm that git means by a word, small or large; null where git knows no such word. Git's name is {@code
     * parse_algorithm_value}.
     */
    public static @Nullable DiffAlgorithm named(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "default", "myers" -> MYERS;
            case "minimal" -> MINIMAL;
            case "patience" -> PATIENCE;
            case "histogram" -> HISTOGRAM;
            default -> null;
        };
    }
}
