package dev.reconciler.git.merge.text;

import org.jspecify.annotations.Nullable;

/**
 * How git shows a conflict in a file; its setting {@code merge.conflictStyle}. No conflict is ever shown here, but the
 * style decides what is one: with base beside the sides git does not look for lines that the sides have in common.
 */
public enum ConflictStyle {
    /** The two sides. A conflict whose sides came to the same lines is none. */
    MERGE,
    /** The two sides and base between them. Changes that overlap are a conflict unless they are the same one. */
    DIFF3,
    /** As {@link #DIFF3}, without the lines that both sides begin or end with. */
    ZDIFF3;

    /**
     * The style that git means by a word, in small letters only; null where git knows no such word. Git's name is {@code
     * parse_conflict_style_name}.
     */
    public static @Nullable ConflictStyle named(String word) {
        return switch (word) {
            case "merge" -> MERGE;
            case "diff3" -> DIFF3;
            case "zdiff3" -> ZDIFF3;
            default -> null;
        };
    }
}
