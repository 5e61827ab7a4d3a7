package dev.reconciler.git.remote.refusal;

import java.util.regex.Pattern;

/**
 * A row of the table.
 *
 * @param speaker whose words they are
 * @param reason what they mean
 * @param words a part of what is said, as a pattern; small and capital letters are the same
 * @param source where the words were found: a page of documentation, or a file of the speaker's code
 */
public record KnownRefusal(String speaker, RefusalReason reason, Pattern words, String source) {
    static KnownRefusal row(String speaker, RefusalReason reason, String words, String source) {
        return new KnownRefusal(
                speaker, reason, Pattern.compile(words, Pattern.CASE_INSENSITIVE | Pattern.DOTALL), source);
    }

    boolean matches(String said) {
        return words.matcher(said).find();
    }
}
