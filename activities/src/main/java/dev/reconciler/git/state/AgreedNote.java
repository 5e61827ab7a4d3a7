package dev.reconciler.git.state;

import dev.reconciler.git.repository.DataRepository;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

    /** Whether exactly this commit and this URL are recorded. */
    boolean holds(ObjectId commit, String url) throws IOException {
        return readLines().equals(new AgreedLines(Optional.of(commit), Optional.of(url)));
    }

    /** Records the commit and the URL in place of the earlier ones. */
    void write(ObjectId commit, String url) throws IOException {
        if (holds(commit, url)) {
            return;
        }
        Path fresh = file.writeBeside(commit.name() + "\n" + url + "\n");
        // The text must be on the disk before the file's name leads to it: else a power cut may leave an empty file.
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        file.replaceBy(fresh);
    }

    private AgreedLines readLines() throws IOException {
        return file.exists() ? parseLines(Files.readAllLines(file.path())) : NOTHING;
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
