package dev.reconciler.git.checkout;

import dev.reconciler.git.convert.ContentConversion;
import dev.reconciler.git.convert.FilterPrograms;
import dev.reconciler.git.error.MemoryErrors;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.file.LinkTarget;
import dev.reconciler.git.history.WholeObjects;
import dev.reconciler.git.index.FileStat;
import dev.reconciler.model.ErrorType;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.eclipse.jgit.errors.LargeObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;

/**
 * The bytes of a file: from a blob to the disk, and from the disk to the blob's id. Both are streams, so a file may be
 * larger than the memory.
 */
final class FileContents implements AutoCloseable {
    // To make a blob of a difference, the library has the blob, what it differs from and the difference in memory.
    private static final int OBJECTS_IN_MEMORY = 4;

    private final Repository git;
    private final FilterPrograms programs;
    private final boolean hasLinks;

    FileContents(Repository git, FilterPrograms programs) {
        this.git = git;
        this.programs = programs;
        // Git's has_symlinks. Where a file system has none, the file of that name holds the link's target.
        this.hasLinks = git.getConfig().getBoolean("core", null, "symlinks", true);
    }

    /** Whether the disk has a symbolic link for that content. */
    boolean isLink(PathContent content) {
        return hasLinks && content.mode() == FileMode.SYMLINK;
    }

    /**
     * Writes what a file of the work tree has for a blob.
     *
     * @throws RefusedException of type Unsupported for a large blob that a pack has as a difference from another one,
     *     where the memory is too small for both; or if a filter fails that is required
     */
    void copyTo(String path, PathContent content, OutputStream out) throws IOException {
        try {
            if (content.conversion().equals(ContentConversion.NONE)) {
                open(content.id()).copyTo(out);
            } else {
                content.conversion().writeToWorkTree(path, () -> openBlob(content), programs, out);
            }
        } catch (MissingObjectException perhapsLarge) {
            // The library calls a blob missing that it could not make in memory.
            if (isLarge(content.id())) {
                throw MemoryErrors.refuse(path, perhapsLarge);
            }
            throw perhapsLarge;
        } catch (LargeObjectException large) {
            throw MemoryErrors.refuse(path, large);
        }
    }

    private InputStream openBlob(PathContent content) throws IOException {
        return open(content.id()).openStream();
    }

    // As many threads as there are processors write the files of one move.
    private ObjectLoader open(ObjectId blob) throws IOException {
        try (ObjectReader reader = git.newObjectReader()) {
            reader.setStreamFileThreshold(WholeObjects.OF_FILES);
            return reader.open(blob, Constants.OBJ_BLOB);
        }
    }

    private boolean isLarge(ObjectId blob) throws IOException {
        try (ObjectReader reader = git.newObjectReader()) {
            return reader.has(blob)
                    && reader.getObjectSize(blob, Constants.OBJ_BLOB)
                            > Runtime.getRuntime().maxMemory() / OBJECTS_IN_MEMORY;
        }
    }

    /**
     * The target of a link.
     *
     * @throws RefusedException of type Unsupported for a target that can't be written as it is
     */
    LinkTarget readTarget(String path, PathContent content) throws IOException {
        ObjectLoader blob = open(content.id());
        byte[] target = blob.getSize() > LinkTarget.LONGEST ? new byte[0] : blob.getBytes();
        return LinkTarget.of(target)
                .orElseThrow(() -> new RefusedException(
                        ErrorType.UNSUPPORTED,
                        path + " is a link to '" + new String(target, StandardCharsets.UTF_8)
                                + "', which can't be made here as it is (a doubled slash, other text than UTF-8, nothing,"
                                + " or more than 4,095 bytes); correct the link, or use a bare clone"));
    }

    /**
     * The id of the blob that git would make of a file, or of the expected one where the file is what that one becomes in
     * the work tree; the zero id for a file that changes while it is read.
     *
     * @param size of the file, as it was looked at before
     * @param like what the path is expected to hold
     * @throws RefusedException of type Unsupported if a filter fails that is required, or gives no answer
     */
    ObjectId hashFile(String path, Path file, long size, PathContent like) throws IOException {
        try {
            FileStat before = FileStat.read(file);
            ObjectId id = hashAsGit(path, file, size, like);
            ObjectId held = !id.equals(like.id()) && isAsWritten(path, file, like) ? like.id() : id;
            // A person's program appends to the file, or writes into it: what was read is not what the file holds now.
            boolean isSame = before.size() == FileStat.keptSize(size)
                    && FileStat.read(file).equals(before);
            return isSame ? held : ObjectId.zeroId();
        } catch (EOFException | NoSuchFileException shorter) {
            return ObjectId.zeroId();
        }
    }

    private ObjectId hashAsGit(String path, Path file, long size, PathContent like) throws IOException {
        return like.conversion().equals(ContentConversion.NONE)
                ? hashPlainFile(file, size)
                : like.conversion()
                        .hashAsGit(
                                path,
                                () -> openFile(file),
                                size,
                                like.isNothing() ? null : () -> openBlob(like),
                                programs);
    }

    // Not every file makes its own blob again: CR LF was committed before a rule asked for LF, a filter encrypts with a
    // new salt. Git goes by the index's times then, which tell nothing of a move that was stopped.
    private boolean isAsWritten(String path, Path file, PathContent content) throws IOException {
        if (content.conversion().equals(ContentConversion.NONE)) {
            return false;
        }
        try {
            return compare(path, file, content).isSame();
        } catch (RefusedException failed) {
            if (FilterPrograms.isHung(failed)) {
                throw failed;
            }
            // A filter that fails has made no file.
            return false;
        }
    }

    private static InputStream openFile(Path file) throws IOException {
        return Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
    }

    private static ObjectId hashPlainFile(Path file, long size) throws IOException {
        try (InputStream in = openFile(file);
                ObjectInserter.Formatter ids = new ObjectInserter.Formatter()) {
            return ids.idFor(Constants.OBJ_BLOB, size, in);
        }
    }

    /**
     * Whether a file holds less than the whole of what a blob becomes in the work tree: a beginning of it, or zeros only. A
     * power cut leaves such a file where it was not synced.
     */
    boolean isCutShort(String path, Path file, PathContent whole) throws IOException {
        return compare(path, file, whole).isCutShort();
    }

    private WholeComparison compare(String path, Path file, PathContent whole) throws IOException {
        try (InputStream there = openFile(file);
                WholeComparison comparison = new WholeComparison(there)) {
            copyTo(path, whole, comparison);
            comparison.end();
            return comparison;
        }
    }

    /** Takes the bytes of a whole file, and compares those of another one with them. */
    private static final class WholeComparison extends OutputStream {
        private final InputStream there;
        private boolean isBeginning = true;
        private boolean isZeros = true;
        private boolean isShorter;
        private boolean isLonger;

        WholeComparison(InputStream there) {
            this.there = there;
        }

        @Override
        public void write(int whole) throws IOException {
            write(new byte[] {(byte) whole}, 0, 1);
        }

        @Override
        public void write(byte[] whole, int offset, int length) throws IOException {
            byte[] read = there.readNBytes(length);
            isShorter |= read.length < length;
            isBeginning &= Arrays.equals(read, 0, read.length, whole, offset, offset + read.length);
            for (byte each : read) {
                isZeros &= each == 0;
            }
        }

        /** The whole file has been compared. */
        void end() throws IOException {
            isLonger = there.read() >= 0;
        }

        boolean isSame() {
            return isBeginning && !isShorter && !isLonger;
        }

        boolean isCutShort() {
            return !isLonger && (isZeros || (isBeginning && isShorter));
        }
    }

    /** The id of the blob that git would make of a link; the zero id where Java does not tell its target. */
    ObjectId hashLink(Path link) throws IOException {
        Optional<byte[]> target = LinkTarget.read(link);
        try (ObjectInserter.Formatter ids = new ObjectInserter.Formatter()) {
            return target.map(bytes -> ids.idFor(Constants.OBJ_BLOB, bytes)).orElse(ObjectId.zeroId());
        }
    }

    /** Ends the programs of filters. */
    @Override
    public void close() {
        programs.close();
    }
}
