package dev.reconciler.git.edit;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.reconciler.json.Json;
import dev.reconciler.model.CommitId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.Optional;

/**
 * Which conflict a folder was made for: a file in its git directory. Whoever reads it looks the conflict up anew, so a note
 * that lies names a conflict of this host's configuration, and no more.
 *
 * @param conflict {@code <repository>/<UTC>}
 * @param commit what the conflict branch held
 * @param remote what the remote's branch held
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record FolderNote(String conflict, CommitId commit, CommitId remote) {
    static final String NAME = "reconciler-conflict";
    private static final String UNFINISHED = NAME + ".unfinished";
    private static final int LONGEST = 4096;

    public FolderNote {
        Objects.requireNonNull(conflict, "conflict");
        Objects.requireNonNull(commit, "commit");
        Objects.requireNonNull(remote, "remote");
    }

    /** Notes of what a folder is going to be, before anything else is in it. */
    void begin(Path gitDir) throws IOException {
        Files.writeString(gitDir.resolve(UNFINISHED), Json.write(this) + "\n");
    }

    /** The folder is whole: whoever was killed before this leaves one that is not taken for a person's work. */
    static void complete(Path gitDir) throws IOException {
        Files.move(gitDir.resolve(UNFINISHED), gitDir.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Whether a folder was begun and is not whole. */
    static boolean isUnfinished(Path gitDir) {
        return Files.isRegularFile(gitDir.resolve(UNFINISHED), LinkOption.NOFOLLOW_LINKS);
    }

    /** Empty where there is none that can be read. */
    static Optional<FolderNote> read(Path gitDir) throws IOException {
        Optional<String> text = EditedFolder.readSmallFile(gitDir.resolve(NAME), LONGEST);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.convert(Json.read(text.get().getBytes(StandardCharsets.UTF_8)), FolderNote.class));
        } catch (IOException | IllegalArgumentException other) {
            return Optional.empty();
        }
    }

    /** The id of the repository. */
    public String repository() {
        int slash = conflict.indexOf('/');
        return slash < 0 ? conflict : conflict.substring(0, slash);
    }

    /** The name of the conflict below its repository. */
    public String utc() {
        return conflict.substring(Math.min(conflict.length(), repository().length() + 1));
    }
}
