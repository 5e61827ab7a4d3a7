package dev.reconciler.git.merge;

import dev.reconciler.git.attributes.AttributeState;
import dev.reconciler.git.attributes.AttributesSource;
import dev.reconciler.git.attributes.PathAttributes;
import dev.reconciler.git.convert.ContentConversion;
import dev.reconciler.git.convert.PathConversions;
import dev.reconciler.git.merge.text.TextMerge;
import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.MergeObjects;
import java.io.IOException;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * How the content of a path is merged, by the attribute {@code merge} and by the drivers of {@link MergeSettings}. Git's
 * name is {@code find_ll_merge_driver} of {@code merge-ll.c}.
 */
final class MergeAttributes {
    private final MergeSettings settings;
    private final PathAttributes attributes;

    /**
     * Takes the attributes as git has them in a merge: from its work tree, which a rebase has at our commit. To make line
     * ends alike, git looks for a file that is missing there in the merged tree, at the root alone ({@code
     * initialize_attr_index} of merge-ort).
     *
     * @param base null for the empty tree
     */
    MergeAttributes(
            MergeObjects objects, MergeSettings settings, @Nullable ObjectId base, ObjectId ours, ObjectId theirs) {
        this.settings = settings;
        AttributesSource source = AttributesSource.ofCheckedOutTree(objects, ours);
        AttributesSource added = AttributesSource.ofTree(objects, theirs);
        this.attributes = settings.attributes()
                .within(
                        settings.normalization() == null
                                ? source
                                : source.orElse(directory ->
                                        directory.isRoot() && objects.find(base, AttributesSource.FILE) == null
                                                ? added.read(directory)
                                                : null));
    }

    /** How the content of a path is normalized; null where nothing is. */
    @Nullable
    ContentConversion findNormalization(BytePath path) throws IOException {
        return settings.normalization() == null
                ? null
                : new PathConversions(attributes, settings.normalization()).find(path);
    }

    /**
     * The driver that merges the content of a path.
     *
     * @throws IOException where a {@code .gitattributes} file can't be read
     */
    MergeDriver chooseDriver(BytePath path) throws IOException {
        // The four states that an attribute can have: merge, -merge, merge=name, and none.
        AttributeState merge = attributes.find(path, "merge");
        if (merge.isSet()) {
            return MergeDriver.TEXT;
        }
        if (merge.isUnset()) {
            return MergeDriver.BINARY;
        }
        String name = merge.isUnspecified() ? settings.defaultDriver() : merge.value();
        return name == null ? MergeDriver.TEXT : findNamedDriver(name);
    }

    // A driver of the settings comes first, even where it has the name of one of git's own.
    private MergeDriver findNamedDriver(String name) {
        if (settings.customDrivers().contains(name)) {
            return MergeDriver.CUSTOM;
        }
        return switch (name) {
            case "union" -> MergeDriver.UNION;
            case "binary" -> MergeDriver.BINARY;
            // Also where nothing defines the driver, as in the clone of a person who has not set it up.
            default -> MergeDriver.TEXT;
        };
    }

    /** The ways in which a content is merged. */
    enum MergeDriver {
        /** {@link TextMerge}. */
        TEXT,
        /** {@link TextMerge}, and a conflict takes the lines of both sides. */
        UNION,
        /** Nothing: a content that both sides changed is a conflict. */
        BINARY,
        /** A program that the configuration names. The application does not run it, and has a conflict. */
        CUSTOM
    }
}
