package dev.reconciler.git.checkout;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.attributes.Attributes;
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

    CheckoutDifference(Repository git) {
        this.git = git;
    }

    /**
     * Lists each path that differs, with what both commits have there.
     *
     * @param from null for no files, as before a first checkout
     * @throws RefusedException of type Unsupported, or RepositoryCorrupt for a path that git itself would not check out
     */
    List<PathChange> between(@Nullable ObjectId from, ObjectId to) throws IOException {
        refuseConvertedLineEnds();
        List<PathChange> changes = new ArrayList<>();
        try (RevWalk commits = new RevWalk(git);
                TreeWalk walk = new TreeWalk(git)) {
            walk.setRecursive(true);
            walk.setFilter(TreeFilter.ANY_DIFF);
            walk.setOperationType(TreeWalk.OperationType.CHECKOUT_OP);
            walk.setAttributesNodeProvider(git.createAttributesNodeProvider());
            // The library reads the attributes from the first tree: those of the target hold for what is written.
            walk.addTree(newTreeIterator(commits, walk, to));
            walk.addTree(from == null ? new EmptyTreeIterator() : newTreeIterator(commits, walk, from));
            while (walk.next()) {
                PathChange change = readChange(walk);
                // A path that is only deleted is never converted, so its attributes don't matter.
                if (!change.to().isNothing()) {
                    refuseConvertedContent(change.path(), walk.getAttributes());
                }
                changes.add(change);
            }
        }
        return changes;
    }

    private static AbstractTreeIterator newTreeIterator(RevWalk commits, TreeWalk walk, ObjectId commit)
            throws IOException {
        return new CanonicalTreeParser(
                null, walk.getObjectReader(), commits.parseCommit(commit).getTree());
    }

    private static PathChange readChange(TreeWalk walk) {
        String path = decodePath(walk.getRawPath());
        refuseHostilePath(path, walk.getRawPath());
        PathContent to = readContent(walk, 0);
        PathContent from = readContent(walk, 1);
        if (from.mode() == FileMode.GITLINK || to.mode() == FileMode.GITLINK) {
            throw newUnsupportedError(path, "is a submodule");
        }
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

    private static PathContent readContent(TreeWalk walk, int tree) {
        FileMode mode = walk.getFileMode(tree);
        return mode == FileMode.MISSING ? PathContent.NOTHING : new PathContent(mode, walk.getObjectId(tree));
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

    // With these settings git's convert_to_working_tree writes a\r\n for the a\n of the repository. Here the bytes of
    // the repository are written, and git would see every file as changed.
    private void refuseConvertedLineEnds() {
        String ending = git.getConfig().getString("core", null, "autocrlf");
        if ("true".equalsIgnoreCase(ending)
                || "crlf".equalsIgnoreCase(git.getConfig().getString("core", null, "eol"))) {
            throw newUnsupportedError("the work tree", "converts line ends (core.autocrlf or core.eol)");
        }
    }

    private static void refuseConvertedContent(String path, Attributes attributes) {
        // Each of these attributes makes git write other bytes than the repository holds: through a program of the
        // clone's settings, in another encoding, with $Id$ filled in, or with other line ends.
        for (String name : List.of("filter", "working-tree-encoding")) {
            if (attributes.getValue(name) != null) {
                throw newUnsupportedError(path, "has the attribute " + name + "=" + attributes.getValue(name));
            }
        }
        if (attributes.isSet("ident")) {
            throw newUnsupportedError(path, "has the attribute ident");
        }
        if ("crlf".equals(attributes.getValue("eol"))) {
            throw newUnsupportedError(path, "has the attribute eol=crlf");
        }
    }

    private static RefusedException newUnsupportedError(String path, String what) {
        return new RefusedException(
                ErrorType.UNSUPPORTED,
                path + " " + what + ", which can't be checked out here without risk; use a bare clone, or move this"
                        + " branch by hand with git");
    }
}
