package dev.reconciler.git.state;

import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.lock.RepositoryLock;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RefNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/**
 * The commit of which the application has yet to be told that its branch moved there.
 *
 * <p>Noted in the repository before the branch moves and taken away once the application has answered, so that a kill
 * between the two loses no call. To be changed under the {@link RepositoryLock} only.
 */
public final class ReloadNote {
    private final Path file;

    /** The note of that repository's branch. */
    public ReloadNote(DataRepository repository) {
        this.file = repository
                .directory()
                .commonDir()
                .resolve("reconciler")
                .resolve(RefNames.escape(repository.settings().branch().value()) + ".reload");
    }

    /** Whether a call is owed. */
    public boolean isOwed() {
        return Files.exists(file);
    }

    /**
     * What is owed at one moment, and the branch at that very moment: between the note and the move that it announces
     * nobody else looks.
     *
     * @param noted the noted commit's name
     */
    public record OwedReload(Optional<String> noted, ObjectId branch) {}

    /** @throws RepositoryBusyException if somebody else keeps the repository */
    public OwedReload owed(DataRepository repository) throws IOException {
        try (RepositoryLock lock = repository.lock()) {
            return new OwedReload(readNoted(), repository.local());
        }
    }

    private Optional<String> readNoted() throws IOException {
        return isOwed() ? Optional.of(Files.readString(file)) : Optional.empty();
    }

    /** Notes that a call for that commit is owed, in place of an earlier one. */
    public void owe(ObjectId commit) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.createDirectories(file.getParent());
        Files.writeString(fresh, commit.name());
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Takes the note away, unless another process has moved the branch on since: that call is still owed.
     *
     * @param told what was owed before the application was told
     */
    public void settle(DataRepository repository, OwedReload told) throws IOException {
        try (RepositoryLock lock = repository.lock()) {
            if (told.noted().isPresent() && told.noted().equals(readNoted())) {
                Files.deleteIfExists(file);
            }
        } catch (RepositoryBusyException later) {
            // The note stays, and the application is told once more.
        }
    }
}
