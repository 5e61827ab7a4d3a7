package dev.reconciler.git.message;

import java.util.Arrays;
import java.util.Optional;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.util.RawParseUtils;
import org.jspecify.annotations.Nullable;

/**
 * What git makes of author and message where it writes a commit again: both come into the encoding of
 * {@code i18n.commitEncoding}, which is UTF-8 where nothing is set, and the message is cleaned as {@code commit.cleanup}
 * says. By default the message keeps its bytes, but for its encoding and the blank lines before the subject.
 */
public final class CommitText {
    private static final String COMMENT = "#";

    private final TextEncoding encoding;
    private final MessageCleanup cleanup;
    private final String comment;

    private CommitText(TextEncoding encoding, MessageCleanup cleanup, String comment) {
        this.encoding = encoding;
        this.cleanup = cleanup;
        this.comment = comment;
    }

    /** As the settings of a repository say. */
    public static CommitText of(Config config) {
        String encoding = config.getString("i18n", null, "commitencoding");
        String cleanup = config.getString("commit", null, "cleanup");
        return new CommitText(
                encoding == null ? TextEncoding.UTF_8 : new TextEncoding(encoding),
                cleanup == null ? MessageCleanup.VERBATIM : MessageCleanup.named(cleanup),
                readComment(config));
    }

    // Two names of one setting. "auto" chooses a mark for an editor, and a rebase opens none.
    private static String readComment(Config config) {
        return Optional.ofNullable(config.getString("core", null, "commentstring"))
                .or(() -> Optional.ofNullable(config.getString("core", null, "commentchar")))
                .filter(mark -> !mark.equalsIgnoreCase("auto"))
                .orElse(COMMENT);
    }

    /**
     * A commit as git reads it to write it again, in the encoding of the new one: headers and message up to the first NUL
     * byte. Git's name is {@code repo_logmsg_reencode}. Where it can't be recoded, the bytes stay.
     */
    public byte[] recodeCommit(byte[] raw) {
        int end = 0;
        while (end < raw.length && raw[end] != 0) {
            end++;
        }
        byte[] text = end == raw.length ? raw : Arrays.copyOf(raw, end);
        int header = RawParseUtils.encoding(text, 0);
        TextEncoding claimed = header < 0
                ? TextEncoding.UTF_8
                : new TextEncoding(RawParseUtils.decode(text, header, RawParseUtils.nextLF(text, header) - 1));
        return claimed.isSame(encoding) ? text : claimed.recode(text, encoding);
    }

    /** The value of the new commit's header {@code encoding}; null for UTF-8, which has no header. */
    public @Nullable String header() {
        return encoding.isUtf8() ? null : encoding.name();
    }

    /** The message of the new commit. */
    public byte[] cleanMessage(byte[] message) {
        int subject = skipBlankLines(message);
        return cleanup.cleanUp(Arrays.copyOfRange(message, subject, message.length), comment);
    }

    // find_commit_subject of git leaves out the blank lines before the subject: "\n \n  subject\n\n\n" becomes
    // "  subject\n\n\n".
    private static int skipBlankLines(byte[] message) {
        int line = 0;
        for (int at = 0; at < message.length; at++) {
            if (message[at] == '\n') {
                line = at + 1;
            } else if (!MessageCleanup.isBlank(message[at])) {
                return line;
            }
        }
        // Only blank lines: the message is empty.
        return message.length;
    }

    /** A new commit whose text is what its encoding says: git corrects it where that is UTF-8, and does not look else. */
    public byte[] repairCommit(byte[] written) {
        return encoding.isUtf8() ? TextEncoding.repairUtf8(written) : written;
    }
}
