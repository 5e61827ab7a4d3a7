package dev.reconciler.git.merge.text;

import dev.reconciler.git.diff.LineNumbering.NumberedText;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * How a line is ended that a merge puts before another one, and that had no end because it was the last of its text: as
 * the lines around it are. Git's name is {@code is_cr_needed}.
 */
final class LineEndGuess {
    private LineEndGuess() {}

    /**
     * The end to add: a line feed, with a carriage return before it where no text speaks against that.
     *
     * @param inOurs the first line of the conflict in ours
     * @param inTheirs the same in theirs
     */
    static byte[] guessEnd(NumberedText base, NumberedText ours, NumberedText theirs, int inOurs, int inTheirs) {
        // The line before the conflict in each side, or the first one; and the first line of base. The first that has
        // plain line feeds decides. Where none of them has an end, it is a plain one as well.
        Boolean found = null;
        for (Boolean hasReturn : new Boolean[] {
            hasReturn(ours, Math.max(inOurs - 1, 0)), hasReturn(theirs, Math.max(inTheirs - 1, 0)), hasReturn(base, 0)
        }) {
            found = hasReturn;
            if (Boolean.FALSE.equals(found)) {
                break;
            }
        }
        return (Boolean.TRUE.equals(found) ? "\r\n" : "\n").getBytes(StandardCharsets.US_ASCII);
    }

    // Git's is_eol_crlf: null where the text doesn't tell. A last line without an end is as the line before it.
    private static @Nullable Boolean hasReturn(NumberedText text, int line) {
        if (text.size() == 0) {
            return null;
        }
        int ended = text.raw()[text.start(line + 1) - 1] == '\n' ? line : line - 1;
        if (ended < 0) {
            return null;
        }
        int size = text.start(ended + 1) - text.start(ended);
        return size > 1 && text.raw()[text.start(ended + 1) - 2] == '\r';
    }
}
