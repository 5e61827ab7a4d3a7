package dev.reconciler.git.replay;

import dev.reconciler.git.repository.CommitterIdentity;
import dev.reconciler.git.tree.ReplayObjects;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.util.RawParseUtils;
import org.jspecify.annotations.Nullable;

/**
 * Writes the replayed twin of a commit: its author, encoding and message byte for byte (but for blank lines
 * before the subject), another parent, tree and committer, and no signature, for that would no longer be true.
 */
final class CommitWriter {
    private final ReplayObjects objects;
    private final byte[] committer;

    CommitWriter(ReplayObjects objects, CommitterIdentity committer, Instant committedAt) {
        this.objects = objects;
        Instant seconds = committedAt.truncatedTo(ChronoUnit.SECONDS);
        this.committer = new PersonIdent(committer.name(), committer.email(), seconds, ZoneOffset.UTC)
                .toExternalString()
                .getBytes(StandardCharsets.UTF_8);
    }

    ObjectId writeReplayed(RevCommit original, ObjectId parent, ObjectId tree) throws IOException {
        byte[] raw = original.getRawBuffer();
        ByteArrayOutputStream out = new ByteArrayOutputStream(raw.length + 256);
        writeHeader(out, "tree ", tree.name().getBytes(StandardCharsets.US_ASCII));
        writeHeader(out, "parent ", parent.name().getBytes(StandardCharsets.US_ASCII));
        writeHeader(out, "author ", readHeader(raw, RawParseUtils.author(raw, 0)));
        writeHeader(out, "committer ", committer);
        byte[] encoding = readHeader(raw, RawParseUtils.encoding(raw, 0));
        if (encoding != null) {
            writeHeader(out, "encoding ", encoding);
        }
        out.write('\n');
        int message = RawParseUtils.commitMessage(raw, 0);
        if (message >= 0) {
            int subject = skipBlankLines(raw, message);
            out.write(raw, subject, raw.length - subject);
        }
        return objects.write(Constants.OBJ_COMMIT, out.toByteArray());
    }

    // Git leaves out what is before the subject, and nothing else of a message.
    private static int skipBlankLines(byte[] raw, int from) {
        int line = from;
        for (int at = from; at < raw.length; at++) {
            if (raw[at] == '\n') {
                line = at + 1;
            } else if (!isSpace(raw[at])) {
                return line;
            }
        }
        return raw.length;
    }

    private static boolean isSpace(byte each) {
        return each == ' ' || (each >= '\t' && each <= '\r');
    }

    private static void writeHeader(ByteArrayOutputStream out, String key, byte @Nullable [] value) {
        out.writeBytes(key.getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(value == null ? new byte[0] : value);
        out.write('\n');
    }

    /** The value that starts there; null where the header is absent. */
    private static byte @Nullable [] readHeader(byte[] raw, int start) {
        return start < 0 ? null : Arrays.copyOfRange(raw, start, RawParseUtils.nextLF(raw, start) - 1);
    }
}
