package dev.reconciler.git.convert;

import dev.reconciler.git.attributes.AttributeState;
import dev.reconciler.git.attributes.AttributesSource;
import dev.reconciler.git.attributes.PathAttributes;
import dev.reconciler.git.attributes.RepositoryAttributes;
import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.MergeObjects;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/** The conversions of paths by the attribute files of one tree or work tree. One thread uses it. */
public final class PathConversions {
    private final PathAttributes attributes;
    private final Config settings;

    /**
     * By attributes that were found already.
     *
     * @param settings those of the repository
     */
    public PathConversions(PathAttributes attributes, Config settings) {
        this.attributes = attributes;
        this.settings = settings;
    }

    /**
     * By the files of one tree of a move, as git reads them for a checkout ({@code GIT_ATTR_CHECKOUT}): where a directory
     * has none there, that of the work tree counts, if it is a person's. One that the other tree has is not: the move
     * removes it before it writes a file, or adds it.
     *
     * @param root the tree; null for an empty one
     * @param other the tree on the other side of the move; null for an empty one
     * @param workTree null for none
     * @throws IOException where a file of the user or the system is there and can't be read
     */
    public static PathConversions ofCheckout(
            Repository git,
            MergeObjects objects,
            @Nullable ObjectId root,
            @Nullable ObjectId other,
            @Nullable Path workTree)
            throws IOException {
        AttributesSource tree = AttributesSource.ofTree(objects, root);
        if (workTree == null) {
            return of(git, tree);
        }
        AttributesSource otherTree = AttributesSource.ofTree(objects, other);
        AttributesSource persons = AttributesSource.ofWorkTree(workTree);
        return of(git, tree.orElse(directory -> otherTree.read(directory) == null ? persons.read(directory) : null));
    }

    /**
     * By the files that a source has, such as those of an index.
     *
     * @throws IOException as {@link #ofCheckout}
     */
    public static PathConversions of(Repository git, AttributesSource source) throws IOException {
        return new PathConversions(RepositoryAttributes.of(git).within(source), git.getConfig());
    }

    /**
     * The conversion of a path.
     *
     * @throws IOException where an attribute file can't be read
     */
    public ContentConversion find(BytePath path) throws IOException {
        Map<String, AttributeState> found = attributes.findAll(path);
        return ContentConversion.of(name -> found.getOrDefault(name, AttributeState.UNSPECIFIED), settings);
    }
}
