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

/** The paths in which two commits differ. What can't be checked out without risk is refused by name. */
final class CheckoutDifference {
    private final Repository git;

    CheckoutDifference(Repository git) {
        this.git = git;
    }

    /**
     * The difference in paths.
     *
     * @param from null for no files
     * @throws RefusedException of type Unsupported
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
            // Attributes are read from the first tree.
            walk.addTree(newTreeIterator(commits, walk, to));
            walk.addTree(from == null ? new EmptyTreeIterator() : newTreeIterator(commits, walk, from));
            while (walk.next()) {
                PathChange change = readChange(walk);
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

    // What somebody else fetched was perhaps never checked: .git/hooks/… and ../… must not become files.
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
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(path))
                    .toString();
        } catch (CharacterCodingException other) {
            throw newUnsupportedError(new String(path, StandardCharsets.ISO_8859_1), "has a name that is not UTF-8");
        }
    }

    // What such a path holds on the disk is not what the repository holds: the wrong bytes would be written in silence.
    private void refuseConvertedLineEnds() {
        String ending = git.getConfig().getString("core", null, "autocrlf");
        if ("true".equalsIgnoreCase(ending)
                || "crlf".equalsIgnoreCase(git.getConfig().getString("core", null, "eol"))) {
            throw newUnsupportedError("the work tree", "converts line ends (core.autocrlf or core.eol)");
        }
    }

    private static void refuseConvertedContent(String path, Attributes attributes) {
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
