package dev.reconciler.git.index;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.eclipse.jgit.lib.Constants;

/**
 * Writes an index: the entries of an old one, with edits in their places.
 *
 * <p>An entry that no edit names is written byte for byte, with its flags. There is one exception: an entry of a file that
 * is as young as the old index says nothing about edits within the same second. Git compares such a file's content each
 * time; once the index is younger than the file, nothing would say so any more. So its content is compared now, and where
 * it differs, the entry gets a size that no reader trusts, as git's {@code ce_smudge_racily_clean_entry} does it.
 */
public final class IndexWriter {
    private static final int BUFFER = 1 << 16;
    private static final byte[] PADDING = new byte[8];

    private final StagedPaths old;
    private final List<IndexEdit> edits;
    private final StagedContent disk;

    /**
     * Prepares an index; nothing is written yet.
     *
     * @param edits one for each path
     */
    public IndexWriter(StagedPaths old, List<IndexEdit> edits, StagedContent disk) {
        this.old = old;
        this.edits =
                edits.stream().sorted(Comparator.comparing(IndexEdit::path)).toList();
        this.disk = disk;
    }

    /**
     * Writes the index.
     *
     * @param skipsChecksum whether zeros take the place of the checksum, as {@code index.skipHash} has it
     */
    public void write(OutputStream to, boolean skipsChecksum) throws IOException {
        MessageDigest checksum = Constants.newMessageDigest();
        // The digest sees large pieces: the buffer is before it.
        DigestOutputStream digested = new DigestOutputStream(to, checksum);
        digested.on(!skipsChecksum);
        OutputStream out = new BufferedOutputStream(digested, BUFFER);
        Counter counter = new Counter();
        forEachEntry(counter);
        out.write(ByteBuffer.allocate(IndexFormat.HEADER)
                .put(IndexFormat.SIGNATURE)
                .putInt(counter.version())
                .putInt(counter.entries)
                .array());
        forEachEntry(new EntryOutput(out, counter.version()));
        writeTrees(out);
        out.flush();
        digested.on(false);
        to.write(skipsChecksum ? new byte[Constants.OBJECT_ID_LENGTH] : checksum.digest());
    }

    private void writeTrees(OutputStream out) throws IOException {
        if (old.trees().isEmpty()) {
            return;
        }
        CacheTree trees = old.trees().get();
        edits.forEach(edit -> trees.forget(edit.path().bytes()));
        byte[] content = trees.format();
        out.write("TREE".getBytes(StandardCharsets.US_ASCII));
        out.write(ByteBuffer.allocate(Integer.BYTES).putInt(content.length).array());
        out.write(content);
    }

    /** Goes through old entries and edits side by side, as both are in the order of their paths. */
    private void forEachEntry(EntryVisitor visitor) throws IOException {
        int entry = 0;
        for (IndexEdit edit : edits) {
            byte[] path = edit.path().bytes();
            int found = old.find(path);
            int place = found < 0 ? -found - 1 : found;
            for (; entry < place; entry++) {
                visitor.keep(entry);
            }
            boolean wasSkipped = found >= 0 && old.isSkipWorkTree(found);
            // Every stage of the path goes: the edit takes the place of a conflict too.
            while (entry < old.size() && Arrays.equals(old.path(entry), path)) {
                entry++;
            }
            if (edit.staged() != null) {
                visitor.stage(path, edit.staged(), wasSkipped);
            }
        }
        for (; entry < old.size(); entry++) {
            visitor.keep(entry);
        }
    }

    /** Compares a file with what the index has for it. */
    public interface StagedContent {
        /** Whether the file on the disk still holds what that entry says. */
        boolean isUnchanged(StagedPaths index, int entry) throws IOException;
    }

    private interface EntryVisitor {
        void keep(int entry) throws IOException;

        /** @param isSkipped whether git passed the path over so far, and goes on to do so */
        void stage(byte[] path, IndexEdit.StagedFile file, boolean isSkipped) throws IOException;
    }

    /** The head of the file says how many entries follow, and by its version whether one of them has more flags. */
    private final class Counter implements EntryVisitor {
        private int entries;
        private boolean hasExtended;

        @Override
        public void keep(int entry) {
            entries++;
            hasExtended |= old.isExtended(entry);
        }

        @Override
        public void stage(byte[] path, IndexEdit.StagedFile file, boolean isSkipped) {
            entries++;
            hasExtended |= isSkipped;
        }

        int version() {
            if (old.version() == IndexFormat.COMPRESSED_VERSION) {
                return IndexFormat.COMPRESSED_VERSION;
            }
            return hasExtended ? IndexFormat.EXTENDED_VERSION : IndexFormat.OLDEST_VERSION;
        }
    }

    private final class EntryOutput implements EntryVisitor {
        private static final int SKIP_WORK_TREE = 0x4000;

        private final OutputStream out;
        private final int version;
        private byte[] before = new byte[0];

        EntryOutput(OutputStream out, int version) {
            this.out = out;
            this.version = version;
        }

        @Override
        public void keep(int entry) throws IOException {
            ByteBuffer fixed = ByteBuffer.allocate(IndexFormat.FIXED + (old.isExtended(entry) ? 2 : 0));
            fixed.put(old.bytes(), old.offset(entry), fixed.capacity());
            if (old.isRacy(entry) && old.stage(entry) == 0 && !disk.isUnchanged(old, entry)) {
                old.stat(entry).withoutTrust().put(fixed.position(0), old.mode(entry));
            }
            writeEntry(fixed.array(), old.path(entry));
        }

        @Override
        public void stage(byte[] path, IndexEdit.StagedFile file, boolean isSkipped) throws IOException {
            ByteBuffer fixed = ByteBuffer.allocate(IndexFormat.FIXED + (isSkipped ? 2 : 0));
            file.stat().put(fixed, file.mode().getBits());
            file.id().copyRawTo(fixed);
            int length = Math.min(path.length, IndexFormat.NAME_LENGTH);
            fixed.putShort((short) (length | (isSkipped ? IndexFormat.EXTENDED : 0)));
            if (isSkipped) {
                fixed.putShort((short) SKIP_WORK_TREE);
            }
            writeEntry(fixed.array(), path);
        }

        private void writeEntry(byte[] fixed, byte[] path) throws IOException {
            out.write(fixed);
            if (version == IndexFormat.COMPRESSED_VERSION) {
                writeCompressedPath(path);
            } else {
                out.write(path);
                out.write(PADDING, 0, 8 - (fixed.length + path.length) % 8);
            }
            before = path;
        }

        private void writeCompressedPath(byte[] path) throws IOException {
            int shared = Arrays.mismatch(before, path);
            if (shared < 0) {
                shared = path.length;
            }
            out.write(encodeVariable(before.length - shared));
            out.write(path, shared, path.length - shared);
            out.write(0);
        }

        // As git's encode_varint: seven bits a byte, the highest first, and one less for each byte that follows.
        private static byte[] encodeVariable(int value) {
            byte[] bytes = new byte[5];
            int at = bytes.length - 1;
            int rest = value;
            bytes[at] = (byte) (rest & 0x7f);
            rest >>>= 7;
            while (rest != 0) {
                rest--;
                at--;
                bytes[at] = (byte) (0x80 | (rest & 0x7f));
                rest >>>= 7;
            }
            return Arrays.copyOfRange(bytes, at, bytes.length);
        }
    }
}
