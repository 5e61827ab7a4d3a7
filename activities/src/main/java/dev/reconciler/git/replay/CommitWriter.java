package dev.reconciler.git.replay;

import dev.reconciler.git.message.CommitText;
import dev.reconciler.git.repository.CommitterIdentity;
import dev.reconciler.git.tree.MergeObjects;
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
 * Writes a commit again on another parent. Author and message stay, as {@link CommitText} says. Parent, tree and committer
 * are new. A signature is left out, for it would no longer be true; a new one is
 * the {@link CommitSealer}'s.
 *
 * <p>The bytes are put together here and not by {@link org.eclipse.jgit.lib.CommitBuilder}: that one decodes authors and
 * messages and encodes them again, which changes those that are not in the encoding that they claim.
 */
final class CommitWriter {
    private final MergeObjects objects;
    private final byte[] committer;
    private final CommitText text;
    private final CommitSealer sealer;

    /**
     * Writes commits by one committer at one time.
     *
     * @param committedAt fractions of a second are cut off, as a commit has none; the time zone is UTC
     */
    CommitWriter(
            MergeObjects objects,
            CommitterIdentity committer,
            Instant committedAt,
            CommitText text,
            CommitSealer sealer) {
        this.objects = objects;
        this.text = text;
        this.sealer = sealer;
        Instant seconds = committedAt.truncatedTo(ChronoUnit.SECONDS);
        this.committer = new PersonIdent(committer.name(), committer.email(), seconds, ZoneOffset.UTC)
                .toExternalString()
                .getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Writes one commit. The same arguments give the same id, where the sealer gives the same bytes.
     *
     * @param original a commit whose body was parsed
     * @throws IOException if the object can't be written
     */
    ObjectId writeReplayed(RevCommit original, ObjectId parent, ObjectId tree) throws IOException {
        byte[] raw = text.recodeCommit(original.getRawBuffer());
        ByteArrayOutputStream out = new ByteArrayOutputStream(raw.length + 256);
        // The order of the headers is fixed. Every other header of the original (gpgsig, mergetag) is left out.
        writeHeader(out, "tree ", tree.name().getBytes(StandardCharsets.US_ASCII));
        writeHeader(out, "parent ", parent.name().getBytes(StandardCharsets.US_ASCII));
        writeHeader(out, "author ", readHeader(raw, RawParseUtils.author(raw, 0)));
        writeHeader(out, "committer ", committer);
        String encoding = text.header();
        if (encoding != null) {
            writeHeader(out, "encoding ", encoding.getBytes(StandardCharsets.UTF_8));
        }
        out.write('\n');
        // Negative: the original ends with its headers. Then there is no message to copy.
        int message = RawParseUtils.commitMessage(raw, 0);
        if (message >= 0) {
            out.writeBytes(text.cleanMessage(Arrays.copyOfRange(raw, message, raw.length)));
        }
        byte[] written = text.repairCommit(out.toByteArray());
        return objects.write(Constants.OBJ_COMMIT, sealer.seal(original.getId(), written));
    }

    private static void writeHeader(ByteArrayOutputStream out, String key, byte @Nullable [] value) {
        out.writeBytes(key.getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(value == null ? new byte[0] : value);
        out.write('\n');
    }

    /** Reads the value that starts there; null where the header is absent. */
    private static byte @Nullable [] readHeader(byte[] raw, int start) {
        return start < 0 ? null : Arrays.copyOfRange(raw, start, RawParseUtils.nextLF(raw, start) - 1);
    }
}
