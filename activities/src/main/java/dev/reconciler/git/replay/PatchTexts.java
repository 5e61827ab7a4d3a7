package dev.reconciler.git.replay;

import dev.reconciler.git.attributes.AttributeState;
import dev.reconciler.git.attributes.PathAttributes;
import dev.reconciler.git.diff.BinaryContent;
import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.MergeObjects;
import dev.reconciler.git.tree.TreeEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The texts that a {@link PatchId} compares by lines, apart from the binaries that it compares by id. Git's names are
 * {@code diff_filespec_is_binary} and {@code diff_populate_filespec}.
 */
final class PatchTexts {
    private static final byte[] ABSENT = new byte[0];

    private final MergeObjects objects;
    private final PatchSettings settings;
    private final PathAttributes attributes;

    /**
     * The texts of all commits of a replay.
     *
     * @param attributes those of the newest own commit, which git has checked out when it looks for patches
     */
    PatchTexts(MergeObjects objects, PatchSettings settings, PathAttributes attributes) {
        this.objects = objects;
        this.settings = settings;
        this.attributes = attributes;
    }

    /**
     * Reads a file.
     *
     * @param entry null where there is no file, which reads as an empty text
     * @return null where git takes the file for binary and compares its id
     * @throws IOException where the content or a file of attributes can't be read
     */
    byte @Nullable [] read(BytePath path, @Nullable TreeEntry entry) throws IOException {
        // Git asks the attributes for files alone.
        Optional<Boolean> binary = entry != null && entry.isRegular()
                ? findBinary(attributes.find(path, "diff"))
                : settings.isBinary(PatchSettings.DEFAULT_DRIVER);
        if (binary.orElse(false)) {
            return null;
        }
        if (entry == null) {
            return ABSENT;
        }
        // A submodule is a text with one line (diff_populate_gitlink), and a symbolic link the text of its target.
        if (entry.isGitlink()) {
            return ("Subproject commit " + entry.id().name() + "\n").getBytes(StandardCharsets.US_ASCII);
        }
        if (objects.blobSize(entry.id()) > settings.largestText()) {
            return null;
        }
        byte[] content = objects.blob(entry.id());
        return binary.isEmpty() && BinaryContent.isBinary(content) ? null : content;
    }

    // Git's userdiff_find_by_path. A driver that a path names says what the path is, and nothing more is asked of it
    // here: no program of a driver converts a text for a patch id.
    private Optional<Boolean> findBinary(AttributeState diff) {
        if (diff.isSet() || diff.isUnset()) {
            return Optional.of(diff.isUnset());
        }
        String driver = diff.value();
        return settings.isBinary(driver == null ? PatchSettings.DEFAULT_DRIVER : driver);
    }
}
