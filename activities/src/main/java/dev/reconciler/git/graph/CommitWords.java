package dev.reconciler.git.graph;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.time.Instant;
import org.eclipse.jgit.errors.LargeObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.util.RawParseUtils;
import org.jspecify.annotations.Nullable;

/**
 * What a commit says of itself, however it is written: a line of a megabyte, no line, bytes that are no text.
 *
 * @param authoredAt null where the commit does not say it
 */
public record CommitWords(
        String subject, String author, @Nullable Instant authoredAt) {
    private static final int LONGEST_SUBJECT = 1_000;
    private static final int LARGEST = 4 << 20;

    /** Reads a commit that is there. */
    public static CommitWords read(ObjectReader reader, ObjectId commit) throws IOException {
        byte[] raw;
        try {
            raw = reader.open(commit, Constants.OBJ_COMMIT).getCachedBytes(LARGEST);
        } catch (LargeObjectException tooLarge) {
            return new CommitWords("", "", null);
        }
        PersonIdent author = readAuthor(raw);
        return new CommitWords(
                readSubject(raw),
                author == null ? "" : author.getName(),
                author == null ? null : author.getWhenAsInstant());
    }

    private static @Nullable PersonIdent readAuthor(byte[] raw) {
        int start = RawParseUtils.author(raw, 0);
        return start < 0 ? null : RawParseUtils.parsePersonIdent(raw, start);
    }

    private static String readSubject(byte[] raw) {
        int start = RawParseUtils.commitMessage(raw, 0);
        if (start < 0) {
            return "";
        }
        while (start < raw.length && raw[start] == '\n') {
            start++;
        }
        int end = start;
        while (end < raw.length && raw[end] != '\n' && end - start < LONGEST_SUBJECT) {
            end++;
        }
        // Not through the middle of a letter, of which the rest would be no text.
        while (end < raw.length && end > start && (raw[end] & 0xc0) == 0x80) {
            end--;
        }
        return RawParseUtils.decode(findCharset(raw), raw, start, end);
    }

    private static Charset findCharset(byte[] raw) {
        try {
            return RawParseUtils.parseEncoding(raw);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return StandardCharsets.UTF_8;
        }
    }
}
