package dev.reconciler.git.replay;

import dev.reconciler.git.signing.CommitSigner;
import dev.reconciler.git.state.TwinNotes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;

/**
 * Signs the twins of a replay, so that a repeated replay ends with the same ones.
 *
 * <p>A signature holds a time or a random number: the same commit signed twice has two ids. So the twin that is noted for
 * an original is taken again where it is, but for its signature, byte for byte what this replay would write: the same
 * parent, tree, committer and time.
 */
public final class SigningSealer implements CommitSealer {
    private final CommitSigner signer;
    private final TwinNotes notes;
    private final ObjectReader reader;
    private final Path scratch;

    /**
     * Signs by that signer what the notes have no twin for.
     *
     * @param scratch a folder for files that are needed meanwhile
     */
    public SigningSealer(CommitSigner signer, TwinNotes notes, ObjectReader reader, Path scratch) {
        this.signer = signer;
        this.notes = notes;
        this.reader = reader;
        this.scratch = scratch;
    }

    @Override
    public byte[] seal(ObjectId original, byte[] commit) throws IOException {
        Optional<ObjectId> noted = notes.findTwin(original);
        Optional<byte[]> twin = noted.isPresent() ? readCommit(noted.get()) : Optional.empty();
        // Another target, another time or another tree: the noted twin is of an earlier replay.
        return twin.isPresent() && SignatureHeader.isSigned(twin.get(), commit)
                ? twin.get()
                : SignatureHeader.addSignature(commit, signer.sign(commit, scratch));
    }

    // A twin that never got onto a branch goes with a garbage collection, and its note stays.
    private Optional<byte[]> readCommit(ObjectId id) throws IOException {
        try {
            return Optional.of(reader.open(id, Constants.OBJ_COMMIT).getBytes());
        } catch (MissingObjectException | IncorrectObjectTypeException gone) {
            return Optional.empty();
        }
    }
}
