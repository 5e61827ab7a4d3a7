package dev.reconciler.git.edit;

import dev.reconciler.git.remote.fetch.ReceivedObjectChecker;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/**
 * Copies objects from a folder that is not trusted. Each is checked as one that is fetched, and gets the name that its bytes
 * give it, so an object is what its name says or is refused. Objects that the folder borrows from elsewhere are not
 * there: its {@code alternates} are not read.
 */
final class ObjectCopy implements AutoCloseable {
    private final ObjectDirectory folder;
    private final ObjectReader from;
    private final ObjectReader known;
    private final ObjectInserter into;
    private final ReceivedObjectChecker checker;
    private final Set<ObjectId> seen = new HashSet<>();
    private final Deque<Wanted> left = new ArrayDeque<>();

    /** @param into takes what the repository lacks */
    ObjectCopy(Repository repository, Path folder, ObjectInserter into, ReceivedObjectChecker checker)
            throws IOException {
        this.folder =
                new ObjectDirectory(repository.getConfig(), folder.toFile(), new File[0], repository.getFS(), null);
        this.from = this.folder.newReader();
        this.known = into.newReader();
        this.into = into;
        this.checker = checker;
    }

    /**
     * Copies an object, and all that can be reached from it and is not known.
     *
     * @throws MissingObjectException if something is not in the folder
     * @throws CorruptObjectException if something is not what its name says, or is refused by the checks
     */
    void copy(ObjectId id, int type) throws IOException {
        want(id, type);
        for (Wanted next = left.poll(); next != null; next = left.poll()) {
            if (!known.has(next.id())) {
                copyOne(next);
            }
        }
    }

    private void want(ObjectId id, int type) {
        if (seen.add(id)) {
            left.push(new Wanted(id, type));
        }
    }

    private void copyOne(Wanted wanted) throws IOException {
        ObjectLoader object = from.open(wanted.id(), wanted.type());
        if (object.isLarge()) {
            try (InputStream content = object.openStream()) {
                requireName(wanted, into.insert(wanted.type(), object.getSize(), content));
            }
            return;
        }
        byte[] bytes = object.getCachedBytes();
        requireName(wanted, into.idFor(wanted.type(), bytes));
        checker.check(wanted.id(), wanted.type(), bytes);
        into.insert(wanted.type(), bytes);
        if (wanted.type() == Constants.OBJ_COMMIT) {
            wantBelow(RevCommit.parse(bytes));
        } else if (wanted.type() == Constants.OBJ_TREE) {
            wantBelow(bytes);
        }
    }

    private static void requireName(Wanted wanted, ObjectId named) throws CorruptObjectException {
        if (!named.equals(wanted.id())) {
            throw new CorruptObjectException(wanted.id(), "its content has another name");
        }
    }

    private void wantBelow(RevCommit commit) {
        want(commit.getTree().copy(), Constants.OBJ_TREE);
        for (RevCommit parent : commit.getParents()) {
            want(parent.copy(), Constants.OBJ_COMMIT);
        }
    }

    private void wantBelow(byte[] tree) throws CorruptObjectException {
        CanonicalTreeParser entries = new CanonicalTreeParser();
        entries.reset(tree);
        for (; !entries.eof(); entries.next()) {
            FileMode mode = entries.getEntryFileMode();
            if (mode != FileMode.GITLINK) {
                want(entries.getEntryObjectId(), mode.getObjectType());
            }
        }
    }

    @Override
    public void close() {
        from.close();
        known.close();
        folder.close();
    }

    private record Wanted(ObjectId id, int type) {}
}
