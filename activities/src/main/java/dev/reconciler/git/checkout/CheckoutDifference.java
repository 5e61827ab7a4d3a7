package dev.reconciler.git.checkout;

import dev.reconciler.git.convert.ContentConversion;
import dev.reconciler.git.convert.PathConversions;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.file.OwnDirectories;
import dev.reconciler.git.file.PathRules;
import dev.reconciler.git.file.TreeRules;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.MergeObjects;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.FileMode;
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
    // What Linux takes at most for a path, without the NUL byte at the end.
    private static final int LONGEST_PATH = 4095;

    private final Repository git;
    private final PathRules paths;
    private final OwnDirectories own;
    private final boolean runsPrograms;

    /** @param runsPrograms whether the filters that the repository's settings name may run */
    CheckoutDifference(Repository git, boolean runsPrograms) throws IOException {
        this.git = git;
        this.paths = PathRules.of(git.getConfig());
        this.own = OwnDirectories.find(git, paths);
        this.runsPrograms = runsPrograms;
    }

    static CheckoutDifference of(DataRepository repository) throws IOException {
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
            walk.setFilter(TreeFilter.ANY_DIFF);
            ObjectId toTree = commits.parseCommit(to).getTree();
            TreeRules trees = new TreeRules(walk.getObjectReader());
            refuseHostileTree(trees, toTree, "the root of the branch");
            @Nullable
            ObjectId fromTree = from == null ? null : commits.parseCommit(from).getTree();
            walk.addTree(newTreeIterator(walk, toTree));
            walk.addTree(newTreeIterator(walk, fromTree));
            // Each side becomes a file by its own .gitattributes: the old files were checked out before the new one
            // came, and a .gitattributes that the move removes is gone before the new files are written.
            PathConversions toFiles = findConversions(objects, toTree, fromTree);
            PathConversions fromFiles = findConversions(objects, fromTree, toTree);
            while (walk.next()) {
                if (walk.isSubtree()) {
                    enterSubtree(trees, walk);
                } else {
                    changes.add(readChange(walk, fromFiles, toFiles));
                }
            }
        }
        refuseFoldedPaths(changes);
        return changes;
    }

    /** @param other the other side of the move, whose .gitattributes files don't count for this one */
    private PathConversions findConversions(MergeObjects objects, @Nullable ObjectId tree, @Nullable ObjectId other)
            throws IOException {
        return PathConversions.ofCheckout(
                git,
                objects,
                tree,
                other,
                git.isBare() ? null : git.getWorkTree().toPath());
    }

    private static AbstractTreeIterator newTreeIterator(TreeWalk walk, @Nullable ObjectId tree) throws IOException {
        return tree == null ? new EmptyTreeIterator() : new CanonicalTreeParser(null, walk.getObjectReader(), tree);
    }

    // A tree of the target that the other commit has too was looked at when that one was checked out.
    private static void enterSubtree(TreeRules trees, TreeWalk walk) throws IOException {
        if (walk.getFileMode(0) == FileMode.TREE) {
            refuseHostileTree(trees, walk.getObjectId(0), decodePath(walk.getRawPath()));
        }
        walk.enterSubtree();
    }

    private static void refuseHostileTree(TreeRules trees, ObjectId tree, String path) throws IOException {
        try {
            trees.check(tree);
        } catch (CorruptObjectException hostile) {
            throw newHostileError(path, "can't be checked out (" + hostile.getMessage() + ")");
        }
    }

    private PathChange readChange(TreeWalk walk, PathConversions fromFiles, PathConversions toFiles)
            throws IOException {
        String path = decodePath(walk.getRawPath());
        refuseHostilePath(path, walk.getFileMode(0) == FileMode.SYMLINK);
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
    private void refuseHostilePath(String path, boolean isLink) {
        Optional<String> fault = paths.findFault(path, isLink);
        if (fault.isPresent()) {
            throw newHostileError(path, "can't be checked out: it " + fault.get());
        }
        if (own.contain(path)) {
            throw newHostileError(path, "can't be checked out: it leads into the git directory of this repository");
        }
        // The file would be written under its private name, and the disk would refuse the last step.
        int root = git.isBare() ? 0 : git.getWorkTree().getPath().length() + 1;
        int length = root + path.getBytes(StandardCharsets.UTF_8).length;
        if (PathRules.hasLongName(path) || length > LONGEST_PATH) {
            throw newUnsupportedError(path, "has a name that is too long for the disk");
        }
    }

    private static RefusedException newHostileError(String path, String what) {
        return new RefusedException(
                ErrorType.REPOSITORY_CORRUPT, "'" + path + "' " + what + "; take it out of the branch");
    }

    // Where the file system tells no upper case from lower case, or joins accents to letters, the second of two files
    // would be written over the first. Git does so, and warns after a clone.
    private void refuseFoldedPaths(List<PathChange> changes) {
        Map<String, String> folded = new HashMap<>();
        for (PathChange change : changes) {
            String path = change.path();
            String other = change.to().isNothing() ? null : folded.put(paths.fold(path), path);
            if (other != null) {
                throw newUnsupportedError(path, "has a name that this file system does not tell from " + other);
            }
        }
        for (PathChange change : changes) {
            String above = paths.fold(change.path());
            for (int slash = above.lastIndexOf('/'); slash > 0; slash = above.lastIndexOf('/')) {
                above = above.substring(0, slash);
                if (!change.to().isNothing() && folded.containsKey(above)) {
                    throw newUnsupportedError(
                            change.path(),
                            "has a folder that this file system does not tell from " + folded.get(above));
                }
            }
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

    static RefusedException newUnsupportedError(String path, String what) {
        return new RefusedException(
                ErrorType.UNSUPPORTED,
                path + " " + what + ", which can't be checked out here without risk; use a bare clone, or move this"
                        + " branch by hand with git");
    }
}
