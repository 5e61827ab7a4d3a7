package dev.reconciler.git.state;

import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.lock.RepositoryLock;
import dev.reconciler.git.repository.DataRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/**
 * The file {@code reconciler/<branch>.reload} in a git directory: the commit of which the application has yet to be told
 * that its branch moved there.
 *
 * <p>The file is written before the branch moves, and removed once the application has answered. So a kill between the
 * two loses no call; at worst the application is told of a move that did not happen. The note must be changed under the
 * {@link RepositoryLock} only.
 */
public final class ReloadNote {
    private final NoteFile file;

    /** The note of that repository's branch. */
    public ReloadNote(DataRepository repository) {
        this.file = NoteFile.of(repository, ".reload");
    }

    /** Whether the application has yet to be told of a move. */
    public boolean isOwed() throws IOException {
        return file.exists();
    }

    /**
     * Reads the note and the branch at one moment, under the lock: a process that has written the note and not moved the
     * branch yet holds that lock, so no reader comes between the two.
     *
     * @throws RepositoryBusyException if another process or activity holds the repository's lock
     */
    public OwedReload readOwed(DataRepository repository) throws IOException {
        try (RepositoryLock lock = repository.lock()) {
            return new OwedReload(readNoted(), repository.local());
        }
    }

    private Optional<String> readNoted() throws IOException {
        return file.read();
    }

    /** Records that the application has to be told of that commit, in place of an earlier one. */
    public void recordOwed(ObjectId commit) throws IOException {
        file.replaceBy(file.writeBeside(commit.name()));
    }

    /**
     * Removes the note after the application was told. The note stays if another process has moved the branch on during
     * the call, since the application has yet to be told of that move.
     *
     * @param told what {@link #readOwed} had read before the application was told
     */
    public void clearOwed(DataRepository repository, OwedReload told) throws IOException {
        try (RepositoryLock lock = repository.lock()) {
            // A call that nothing was owed for removes nothing: a note that is there now is younger than the call.
            if (told.noted().isPresent() && told.noted().equals(readNoted())) {
                Files.deleteIfExists(file.path());
            }
        } catch (RepositoryBusyException later) {
            // The note stays, and the application is told once more: it hears of a move twice rather than never.
        }
    }

    /**
     * The note and the branch at one moment.
     *
     * @param noted the name of the commit in the note; empty where there is no note
     * @param branch the commit of the local branch
     */
    public record OwedReload(Optional<String> noted, ObjectId branch) {}
}
