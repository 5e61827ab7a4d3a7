package dev.reconciler.git.file;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;

/**
 * Which trees can't be checked out, wherever they came from: another program may have fetched them without a check of
 * its objects. A tree that has one name twice, as a link and as a folder, leads the files of the folder to where the link
 * leads; in a tree that is not sorted, git and this program may find other files.
 */
public final class TreeRules {
    /** Faults of the tree itself. Names are the concern of {@link PathRules}, and old modes do no harm. */
    private static final Set<ObjectChecker.ErrorType> FAULTS = EnumSet.of(
            ObjectChecker.ErrorType.DUPLICATE_ENTRIES,
            ObjectChecker.ErrorType.TREE_NOT_SORTED,
            ObjectChecker.ErrorType.FULL_PATHNAME,
            ObjectChecker.ErrorType.EMPTY_NAME,
            ObjectChecker.ErrorType.UNKNOWN_TYPE);

    private final ObjectReader reader;
    private final ObjectChecker checker = new ObjectChecker()
            .setIgnore(EnumSet.complementOf(EnumSet.copyOf(FAULTS)))
            .setAllowLeadingZeroFileMode(true);

    /** The rules for trees that the reader finds. */
    public TreeRules(ObjectReader reader) {
        this.reader = reader;
    }

    /**
     * Looks at one tree, not at those in it.
     *
     * @throws CorruptObjectException if it can't be checked out
     */
    public void check(ObjectId tree) throws IOException {
        checker.checkTree(tree, reader.open(tree, Constants.OBJ_TREE).getCachedBytes(Integer.MAX_VALUE));
    }
}
