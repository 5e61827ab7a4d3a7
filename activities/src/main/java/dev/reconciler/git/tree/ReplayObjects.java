package dev.reconciler.git.tree;

import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.jspecify.annotations.Nullable;

/** The objects of one replay: what was there before, and what the replay has written and nobody else can see yet. */
public final class ReplayObjects implements AutoCloseable {
    /** Keeps the trees of the current tip at hand, at some tens of megabytes. */
    private static final int CACHED_ENTRIES = 300_000;

    private final ObjectReader existing;
    private final ObjectInserter inserter;
    private final Set<ObjectId> written = new HashSet<>();
    private final LinkedHashMap<ObjectId, TreeObject> trees = new LinkedHashMap<>(64, 0.75f, true);
    private int cachedEntries;
    private @Nullable ObjectReader readerOfWritten;

    public ReplayObjects(ObjectReader existing, ObjectInserter inserter) {
        this.existing = existing;
        this.inserter = inserter;
    }

    /** The same objects, where what is written is only given its id. */
    public ReplayObjects withoutWriting() {
        return new ReplayObjects(existing, new IdOnlyInserter());
    }

    private static final class IdOnlyInserter extends ObjectInserter.Formatter {
        @Override
        public ObjectId insert(int type, byte[] data, int offset, int length) {
            return idFor(type, data, offset, length);
        }
    }

    public TreeObject tree(@Nullable ObjectId id) throws IOException {
        if (id == null || id.equals(Constants.EMPTY_TREE_ID)) {
            return TreeObject.EMPTY;
        }
        TreeObject cached = trees.get(id);
        return cached != null
                ? cached
                : cacheTree(
                        id,
                        TreeObject.parse(
                                chooseReader(id).open(id, Constants.OBJ_TREE).getCachedBytes(Integer.MAX_VALUE)));
    }

    private TreeObject cacheTree(ObjectId id, TreeObject tree) {
        if (trees.put(id, tree) == null) {
            cachedEntries += tree.size();
        }
        var eldest = trees.entrySet().iterator();
        while (cachedEntries > CACHED_ENTRIES && trees.size() > 1) {
            cachedEntries -= eldest.next().getValue().size();
            eldest.remove();
        }
        return tree;
    }

    public long blobSize(ObjectId id) throws IOException {
        return chooseReader(id).getObjectSize(id, Constants.OBJ_BLOB);
    }

    public byte[] blob(ObjectId id) throws IOException {
        return chooseReader(id).open(id, Constants.OBJ_BLOB).getCachedBytes(Integer.MAX_VALUE);
    }

    /** What is at that path below a tree; null where nothing is. */
    @Nullable
    public TreeEntry find(@Nullable ObjectId root, BytePath path) throws IOException {
        if (path.parent().isRoot()) {
            return tree(root).find(path);
        }
        ObjectId directory = TreeEntry.tree(find(root, path.parent()));
        return directory == null ? null : tree(directory).find(path.name());
    }

    public ObjectId writeTree(TreeObject tree) throws IOException {
        ObjectId id = write(Constants.OBJ_TREE, tree.format());
        cacheTree(id, tree);
        return id;
    }

    public ObjectId write(int type, byte[] raw) throws IOException {
        ObjectId id = inserter.insert(type, raw);
        written.add(id);
        return id;
    }

    private ObjectReader chooseReader(ObjectId id) {
        if (!written.contains(id)) {
            return existing;
        }
        if (readerOfWritten == null) {
            readerOfWritten = inserter.newReader();
        }
        return readerOfWritten;
    }

    @Override
    public void close() {
        if (readerOfWritten != null) {
            readerOfWritten.close();
        }
    }
}
