package dev.reconciler.git.state;

import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.lock.RepositoryLock;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.model.ConflictName;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/**
 * The file {@code reconciler/<branch>.escape} in a git directory: which commit was pushed last to which conflict branch,
 * and not read back there yet. The commit is on the first line, what follows {@code conflicts/} on the second.
 *
 * <p>It is written before the push, and removed once the remote was seen to hold the commit, whereupon {@link EscapedRefs}
 * has it. So a run that follows a killed one uses the same name, also where the remote does not show such branches. The
 * note must be changed under the {@link RepositoryLock} only.
 */
public final class EscapeNote {
    private final DataRepository repository;
    private final NoteFile file;

    /** The note of that repository's branch. */
    public EscapeNote(DataRepository repository) {
        this.repository = repository;
        this.file = NoteFile.of(repository, ".escape");
    }

    /** What was pushed last; empty where it was read back, or the file is no note of ours. */
    public Optional<PreservedConflict> find() throws IOException {
        return file.read().flatMap(text -> parse(text.lines().toList()));
    }

    private static Optional<PreservedConflict> parse(List<String> lines) {
        if (lines.size() != 2 || !ObjectId.isId(lines.get(0))) {
            return Optional.empty();
        }
        return ConflictName.parse(lines.get(1))
                .map(name -> new PreservedConflict(name.branch(), CommitIds.of(ObjectId.fromString(lines.get(0)))));
    }

    /** Notes what is going to be pushed, in place of an earlier one. The note is on the disk afterwards. */
    public void record(PreservedConflict pushed) throws IOException {
        file.replaceBy(file.writeBeside(pushed.commit() + "\n" + ConflictName.below(pushed.branch()) + "\n"));
        repository.syncs().flush();
    }

    /** Forgets it, since the remote was seen to hold what was pushed. */
    public void forget() throws IOException {
        Files.deleteIfExists(file.path());
    }
}
