package dev.reconciler.git.replay;

import dev.reconciler.git.diff.BinaryContent;
import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.MergeObjects;
import dev.reconciler.git.tree.TreeEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The texts that a {@link PatchId} compares by lines. Git's names are {@code diff_filespec_is_binary} and {@code
 * diff_populate_filespec}.
 */
final class PatchTexts {
    /** A larger file, in bytes, is compared by its id: it would be held in memory with its lines. */
    private static final long LARGEST = 50L << 20;

    private static final byte[] ABSENT = new byte[0];

    private final MergeObjects objects;

    PatchTexts(MergeObjects objects) {
        this.objects = objects;
    }

    /**
     * Reads a file.
     *
     * @param entry null where there is no file, which reads as an empty text
     * @return null where git takes the file for binary and compares its id
     * @throws IOException where the content can't be read
     */
    byte @Nullable [] read(BytePath path, @Nullable TreeEntry entry) throws IOException {
        if (entry == null) {
            return ABSENT;
        }
        // A submodule is a text with one line (diff_populate_gitlink), and a symbolic link is the text of its target.
        if (entry.isGitlink()) {
            return ("Subproject commit " + entry.id().name() + "\n").getBytes(StandardCharsets.US_ASCII);
        }
        if (objects.blobSize(entry.id()) > LARGEST) {
            return null;
        }
        byte[] content = objects.blob(entry.id());
        return BinaryContent.isBinary(content) ? null : content;
    }
}
