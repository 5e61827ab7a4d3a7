package dev.reconciler.git.damage;

import dev.reconciler.git.error.DiskErrors;
import dev.reconciler.git.error.GitException;
import dev.reconciler.git.repository.RefNames;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.jspecify.annotations.Nullable;

/**
 * Reads objects as {@code git fsck} does, each once and with its checksum, until one of them is damaged or the time is
 * over: a large repository takes git fsck minutes.
 */
final class DamagedObjectSearch implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    /** A run reads nothing that only another ref reaches, so damage there is not to blame. */
    private static final List<String> PREFIXES =
            List.of(Constants.R_HEADS, Constants.R_REMOTES, RefNames.OURS, RefNames.REWOUND);

    private final Repository git;
    private final ObjectReader reader;
    private final Set<ObjectId> sound = new HashSet<>();
    private final long endNanos = System.nanoTime() + LIMIT.toNanos();

    DamagedObjectSearch(Repository git) {
        this.git = git;
        this.reader = git.newObjectReader();
    }

    /**
     * Reads what the branches and the refs of ours can reach, the newest commits first.
     *
     * @throws GitException if the disk refuses to read
     */
    Optional<DamagedObject> searchBranches() throws IOException {
        return search(true);
    }

    /** Reads what the branches and the refs of ours hold now, and nothing of earlier commits. */
    Optional<DamagedObject> searchTips() throws IOException {
        return search(false);
    }

    private Optional<DamagedObject> search(boolean withParents) throws IOException {
        Deque<ObjectId> open = new ArrayDeque<>();
        for (String prefix : PREFIXES) {
            for (Ref ref : git.getRefDatabase().getRefsByPrefix(prefix)) {
                ObjectId id = ref.getObjectId();
                if (id != null) {
                    open.addLast(id);
                }
            }
        }
        try (RevWalk walk = new RevWalk(reader)) {
            while (!open.isEmpty() && !isOver()) {
                ObjectId id = open.pollFirst();
                if (sound.contains(id)) {
                    continue;
                }
                Optional<DamagedObject> damaged = readCommit(walk, id);
                if (damaged.isPresent()) {
                    return damaged;
                }
                if (withParents) {
                    listParents(walk, id).forEach(open::addLast);
                }
            }
        }
        return Optional.empty();
    }

    private Optional<DamagedObject> readCommit(RevWalk walk, ObjectId id) throws IOException {
        Optional<DamagedObject> damaged = read(id, null, "commit");
        // A ref may name a tag, and a tag anything.
        return damaged.isEmpty() && walk.parseAny(id) instanceof RevCommit commit
                ? readTree(commit.getTree().copy(), "")
                : damaged;
    }

    private static List<ObjectId> listParents(RevWalk walk, ObjectId id) throws IOException {
        return walk.parseAny(id) instanceof RevCommit commit
                ? Stream.of(commit.getParents()).map(RevCommit::copy).toList()
                : List.of();
    }

    private Optional<DamagedObject> readTree(ObjectId id, String path) throws IOException {
        if (sound.contains(id) || id.equals(Constants.EMPTY_TREE_ID)) {
            return Optional.empty();
        }
        Optional<DamagedObject> damaged = read(id, Constants.OBJ_TREE, name("tree", path));
        if (damaged.isPresent()) {
            return damaged;
        }
        for (Entry entry : listEntries(id, path)) {
            Optional<DamagedObject> below = entry.mode() == FileMode.TREE
                    ? readTree(entry.id(), entry.path())
                    : read(entry.id(), Constants.OBJ_BLOB, name("blob", entry.path()));
            if (below.isPresent()) {
                return below;
            }
            if (isOver()) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    // Listed before any is read: the parser keeps the buffer of the reader.
    private List<Entry> listEntries(ObjectId tree, String path) throws IOException {
        List<Entry> entries = new ArrayList<>();
        CanonicalTreeParser parser = new CanonicalTreeParser(null, reader, tree);
        for (; !parser.eof(); parser.next()) {
            FileMode mode = parser.getEntryFileMode();
            // The commit of a submodule is in another repository.
            if (mode != FileMode.GITLINK) {
                entries.add(new Entry(
                        mode,
                        parser.getEntryObjectId(),
                        (path.isEmpty() ? "" : path + "/") + parser.getEntryPathString()));
            }
        }
        return entries;
    }

    private static String name(String type, String path) {
        return path.isEmpty() ? type : type + " (" + path + ")";
    }

    /** Reads one object whole. */
    Optional<DamagedObject> readOne(ObjectId id) {
        return read(id, null, "object");
    }

    private Optional<DamagedObject> read(ObjectId id, @Nullable Integer type, String what) {
        if (sound.contains(id)) {
            return Optional.empty();
        }
        try {
            ObjectLoader object = reader.open(id);
            if (type != null && object.getType() != type) {
                return damaged(id, what, "is a " + Constants.typeString(object.getType()));
            }
            if (!hash(object).equals(id)) {
                return damaged(id, what, "has the content of another object");
            }
            sound.add(id);
            return Optional.empty();
        } catch (MissingObjectException missing) {
            return Optional.of(new DamagedObject(id, what, true, "is missing"));
        } catch (IOException | RuntimeException unreadable) {
            Optional<GitException> ofTheDisk = DiskErrors.sortByActor(unreadable);
            if (ofTheDisk.isPresent()) {
                throw ofTheDisk.get();
            }
            // Of a broken file the library throws what its bytes happen to lead to.
            return damaged(id, what, "can't be read (" + unreadable.getMessage() + ")");
        }
    }

    private static Optional<DamagedObject> damaged(ObjectId id, String what, String why) {
        return Optional.of(new DamagedObject(id, what, false, why));
    }

    private static ObjectId hash(ObjectLoader object) throws IOException {
        try (InputStream in = object.openStream();
                ObjectInserter.Formatter formatter = new ObjectInserter.Formatter()) {
            return formatter.idFor(object.getType(), object.getSize(), in);
        }
    }

    private boolean isOver() {
        return System.nanoTime() > endNanos || Thread.currentThread().isInterrupted();
    }

    @Override
    public void close() {
        reader.close();
    }

    private record Entry(FileMode mode, ObjectId id, String path) {}
}
