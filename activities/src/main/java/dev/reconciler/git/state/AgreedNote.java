package dev.reconciler.git.state;

import dev.reconciler.git.repository.DataRepository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/**
 * The file {@code reconciler/<branch>.agreed} in a git directory: the agreed commit on the first line, and on the second
 * the URL, without secrets, of the remote that held it.
 *
 * <p>The file repeats what the ref {@code agreed} says, since an application's {@code fetch --prune} with a mirror's
 * refspec deletes refs of ours. {@link SharedHistory} decides what to record.
 */
final class AgreedNote {
    private static final AgreedLines NOTHING = new AgreedLines(Optional.empty(), Optional.empty());

    private final NoteFile file;

    /** The note of that repository's branch. */
    AgreedNote(DataRepository repository) {
        this.file = NoteFile.of(repository, ".agreed");
    }

    /** The recorded commit; empty where there is no file, or its first line is no commit's name. */
    Optional<ObjectId> commit() throws IOException {
        return readLines().commit();
    }

    /** The recorded URL; empty where no commit is recorded, or none but the commit. */
    Optional<String> url() throws IOException {
        return readLines().url();
    }

    /** The file as it is; empty where there is none. */
    Optional<String> text() throws IOException {
        return file.read();
    }

    /** Whether exactly this commit and this URL are recorded. */
    boolean holds(ObjectId commit, String url) throws IOException {
        return readLines().equals(new AgreedLines(Optional.of(commit), Optional.of(url)));
    }

    /**
     * Writes the commit and the URL beside the earlier ones. They are on the disk with the next flush.
     *
     * @return to be {@linkplain #replaceBy put in their place}; empty where they are recorded already
     */
    Optional<Path> writeBeside(ObjectId commit, String url) throws IOException {
        return holds(commit, url) ? Optional.empty() : Optional.of(file.writeBeside(commit.name() + "\n" + url + "\n"));
    }

    /** Puts what was written beside the earlier record in its place. */
    void replaceBy(Path fresh) throws IOException {
        file.replaceBy(fresh);
    }

    private AgreedLines readLines() throws IOException {
        return file.read().map(text -> parseLines(text.lines().toList())).orElse(NOTHING);
    }

    private static AgreedLines parseLines(List<String> lines) {
        if (lines.isEmpty() || !ObjectId.isId(lines.get(0))) {
            return NOTHING;
        }
        return new AgreedLines(
                Optional.of(ObjectId.fromString(lines.get(0))),
                lines.size() > 1 ? Optional.of(lines.get(1)) : Optional.empty());
    }

    /** What the two lines say. */
    private record AgreedLines(Optional<ObjectId> commit, Optional<String> url) {}
}
