package dev.reconciler.git.lease;

import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RefNames;
import dev.reconciler.git.state.NoteFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.jgit.lib.Ref;

/** The moves, of any branch of the repository, that go before the next lease. */
final class WaitingMoves {
    private static final String NOTES = "*" + WaitingMove.ENDING;

    private WaitingMoves() {}

    /** One of them; empty where there is none. The caller has the repository's lock. */
    static Optional<MoveGoesFirst> find(DataRepository repository, Instant now) throws IOException {
        Optional<MoveGoesFirst> halfDone = findHalfDone(repository);
        return halfDone.isPresent() ? halfDone : findWaiting(NoteFile.folderOf(repository), now);
    }

    // Some files are new and some old: an application that read them now would read of two commits. The target is noted
    // last and removed first, so a note with a target is whole.
    private static Optional<MoveGoesFirst> findHalfDone(DataRepository repository) throws IOException {
        return repository.refs().listBelow(RefNames.OURS).stream()
                .map(Ref::getName)
                .filter(name -> name.endsWith("/move/to"))
                .map(name -> new MoveGoesFirst("a move was interrupted (" + name + "), and the next run finishes it"))
                .findFirst();
    }

    /** Whether it is noted that one of them waits, or did. */
    static boolean areNoted(DataRepository repository) throws IOException {
        try (DirectoryStream<Path> notes = Files.newDirectoryStream(NoteFile.folderOf(repository), NOTES)) {
            return notes.iterator().hasNext();
        } catch (NoSuchFileException none) {
            return false;
        }
    }

    private static Optional<MoveGoesFirst> findWaiting(Path folder, Instant now) throws IOException {
        try (DirectoryStream<Path> notes = Files.newDirectoryStream(folder, NOTES)) {
            for (Path note : notes) {
                Optional<Instant> until =
                        WaitingMove.parse(new String(Files.readAllBytes(note), StandardCharsets.UTF_8));
                if (until.isPresent() && WaitingMove.counts(until.get(), now)) {
                    return Optional.of(new MoveGoesFirst("a move of a run waits (" + note.getFileName() + ")"));
                }
            }
            return Optional.empty();
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }
}
