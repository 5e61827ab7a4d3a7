package dev.reconciler.git.checkout;

import dev.reconciler.git.convert.ContentConversion;
import dev.reconciler.git.convert.PathConversions;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.MergeObjects;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.AbstractTreeIterator;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.jspecify.annotations.Nullable;

/**
 * The paths in which two commits differ. What can't be checked out without risk is refused by name.
 *
 * <p>Example: a commit has the files a and b/c, the next one a and b. The difference is: a changed where its content
 * did, b added and b/c deleted. The order of {@link WorkTreeUpdate} lets the file b take the place of the folder.
 */
final class CheckoutDifference {
    private final Repository git;
    private final boolean runsPrograms;

    /** @param runsPrograms whether the filters that the repository's settings name may run */
    CheckoutDifference(Repository git, boolean runsPrograms) {
        this.git = git;
        this.runsPrograms = runsPrograms;
    }

    static CheckoutDifference of(DataRepository repository) {
        return new CheckoutDifference(repository.git(), repository.runsPrograms());
    }

    /**
     * Lists each path that differs, with what both commits have there.
     *
     * @param from null for no files, as before a first checkout
     * @throws RefusedException of type Unsupported, or RepositoryCorrupt for a path that git itself would not check out
     */
    List<PathChange> between(@Nullable ObjectId from, ObjectId to) throws IOException {
        List<PathChange> changes = new ArrayList<>();
        try (RevWalk commits = new RevWalk(git);
                TreeWalk walk = new TreeWalk(git);
                MergeObjects objects = MergeObjects.readOnly(walk.getObjectReader())) {
            walk.setRecursive(true);
            walk.setFilter(TreeFilter.ANY_DIFF);
            ObjectId toTree = commits.parseCommit(to).getTree();
            @Nullable
            ObjectId fromTree = from == null ? null : commits.parseCommit(from).getTree();
            walk.addTree(newTreeIterator(walk, toTree));
            walk.addTree(newTreeIterator(walk, fromTree));
            // Each side becomes a file by its own .gitattributes: the old files were checked out before the new one
            // came.
            PathConversions toFiles = findConversions(objects, toTree);
            PathConversions fromFiles = findConversions(objects, fromTree);
            while (walk.next()) {
                changes.add(readChange(walk, fromFiles, toFiles));
            }
        }
        return changes;
    }

    private PathConversions findConversions(MergeObjects objects, @Nullable ObjectId tree) throws IOException {
        return PathConversions.ofTree(
                git, objects, tree, git.isBare() ? null : git.getWorkTree().toPath());
    }

    private static AbstractTreeIterator newTreeIterator(TreeWalk walk, @Nullable ObjectId tree) throws IOException {
        return tree == null ? new EmptyTreeIterator() : new CanonicalTreeParser(null, walk.getObjectReader(), tree);
    }

    private PathChange readChange(TreeWalk walk, PathConversions fromFiles, PathConversions toFiles)
            throws IOException {
        String path = decodePath(walk.getRawPath());
        refuseHostilePath(path, walk.getRawPath());
        PathContent to = readContent(walk, 0, toFiles);
        PathContent from = readContent(walk, 1, fromFiles);
        if (from.mode() == FileMode.GITLINK || to.mode() == FileMode.GITLINK) {
            throw newUnsupportedError(path, "is a submodule");
        }
        refuseForeignFilter(path, from.conversion());
        refuseForeignFilter(path, to.conversion());
        // A path that is only deleted is never converted.
        to.conversion().findUnsupported().ifPresent(attribute -> {
            throw newUnsupportedError(path, "has the attribute " + attribute);
        });
        return new PathChange(path, from, to);
    }

    // As git's verify_path does. Another program may have fetched the tree without a check of its objects. A path such
    // as .git/hooks/post-checkout would become a program that git runs, and ../x a file outside of the work tree.
    private static void refuseHostilePath(String path, byte[] raw) {
        ObjectChecker checker = new ObjectChecker().setSafeForMacOS(true);
        try {
            checker.checkPath(raw, 0, raw.length);
        } catch (CorruptObjectException hostile) {
            throw new RefusedException(
                    ErrorType.REPOSITORY_CORRUPT,
                    "the path '" + path + "' can't be checked out (" + hostile.getMessage()
                            + "); take it out of the branch",
                    hostile);
        }
    }

    private static PathContent readContent(TreeWalk walk, int tree, PathConversions conversions) throws IOException {
        FileMode mode = walk.getFileMode(tree);
        if (mode == FileMode.MISSING) {
            return PathContent.NOTHING;
        }
        boolean isFile = mode == FileMode.REGULAR_FILE || mode == FileMode.EXECUTABLE_FILE;
        return new PathContent(
                mode,
                walk.getObjectId(tree),
                isFile ? conversions.find(new BytePath(walk.getRawPath())) : ContentConversion.NONE);
    }

    private static String decodePath(byte[] path) {
        // A path of git is bytes. The library's own decoding guesses another charset where they are not UTF-8, and the
        // file would get another name than git gives it.
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(path))
                    .toString();
        } catch (CharacterCodingException other) {
            throw newUnsupportedError(new String(path, StandardCharsets.ISO_8859_1), "has a name that is not UTF-8");
        }
    }

    // The filters of another user's clone are programs of that user's choice.
    private void refuseForeignFilter(String path, ContentConversion conversion) {
        conversion.findProgram().filter(name -> !runsPrograms).ifPresent(name -> {
            throw newUnsupportedError(path, "has the attribute filter=" + name + " in a clone of another user");
        });
    }

    private static RefusedException newUnsupportedError(String path, String what) {
        return new RefusedException(
                ErrorType.UNSUPPORTED,
                path + " " + what + ", which can't be checked out here without risk; use a bare clone, or move this"
                        + " branch by hand with git");
    }
}
