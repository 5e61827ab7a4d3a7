package dev.reconciler.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether the application has yet to be told that its branch moved.
 *
 * <p>Noted in the repository before the branch moves and taken away once the application has answered, so that a kill
 * between the two loses no call.
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

    /** Notes that a call is owed. */
    public void owe() throws IOException {
        Files.createDirectories(file.getParent());
        if (!isOwed()) {
            Files.createFile(file);
        }
    }

    /** Notes that no call is owed any more. */
    public void settle() throws IOException {
        Files.deleteIfExists(file);
    }
}
