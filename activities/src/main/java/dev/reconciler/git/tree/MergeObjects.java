package dev.reconciler.git.tree;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one replay: those that the repository had before, and those that the replay has written and no other
 * process can see yet. {@link #close} leaves the reader and the inserter of the caller open. One thread uses it.
 */
public final class MergeObjects implements AutoCloseable {
    /** How many entries of trees stay in memory: enough for the trees of the current tip, at some tens of megabytes. */
    private static final int CACHED_ENTRIES = 300_000;

    private final ObjectReader existing;
    private final ObjectInserter inserter;
    private final Set<ObjectId> written = new HashSet<>();
    private final LinkedHashMap<ObjectId, TreeObject> trees = new LinkedHashMap<>(64, 0.75f, true);
    private int cachedEntries;
    private @Nullable ObjectReader readerOfWritten;

    /**
     * The objects that the reader finds, and those that the inserter writes from now on.
     *
     * @param existing finds the objects of the repository; it need not find those that the inserter has not flushed
     */
    public MergeObjects(ObjectReader existing, ObjectInserter inserter) {
        this.existing = existing;
        this.inserter = inserter;
    }

    /** The objects that the reader finds, where a write stays in memory until this is closed. */
    public static MergeObjects readOnly(ObjectReader existing) {
        return new MergeObjects(existing, new MemoryInserter(existing));
    }

    /**
     * Reads a tree, or takes it from memory.
     *
     * @param id null for no tree, which reads as {@link TreeObject#EMPTY}
     * @throws IOException where the object is missing, is no tree or can't be read
     */
    public TreeObject tree(@Nullable ObjectId id) throws IOException {
        // A repository need not have the object of the empty tree, and git does not look for it either.
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
        // The map is in the order of use, so the tree that was not used for the longest time goes first. One tree
        // always stays, however large: the caller is about to read it.
        var eldest = trees.entrySet().iterator();
        while (cachedEntries > CACHED_ENTRIES && trees.size() > 1) {
            cachedEntries -= eldest.next().getValue().size();
            eldest.remove();
        }
        return tree;
    }

    /** The size of a blob in bytes, found without reading its content. */
    public long blobSize(ObjectId id) throws IOException {
        return chooseReader(id).getObjectSize(id, Constants.OBJ_BLOB);
    }

    /** Reads the content of a blob: bytes that may be shared, never to be changed. */
    public byte[] blob(ObjectId id) throws IOException {
        return chooseReader(id).open(id, Constants.OBJ_BLOB).getCachedBytes(Integer.MAX_VALUE);
    }

    /** Opens the content of a blob that may be larger than the memory. */
    public InputStream openBlob(ObjectId id) throws IOException {
        return chooseReader(id).open(id, Constants.OBJ_BLOB).openStream();
    }

    /** The entry at that path below a tree; null where the tree has none. Each directory on the way is read. */
    @Nullable
    public TreeEntry find(@Nullable ObjectId root, BytePath path) throws IOException {
        if (path.parent().isRoot()) {
            return tree(root).find(path);
        }
        ObjectId directory = TreeEntry.tree(find(root, path.parent()));
        return directory == null ? null : tree(directory).find(path.name());
    }

    /** Writes a tree, and keeps it in memory: the next commit of the replay reads it again. */
    public ObjectId writeTree(TreeObject tree) throws IOException {
        ObjectId id = write(Constants.OBJ_TREE, tree.format());
        cacheTree(id, tree);
        return id;
    }

    /**
     * Writes an object. Only this replay finds the object until the caller flushes the inserter.
     *
     * @param type of {@link Constants}, such as {@link Constants#OBJ_BLOB}
     */
    public ObjectId write(int type, byte[] raw) throws IOException {
        ObjectId id = inserter.insert(type, raw);
        written.add(id);
        return id;
    }

    private ObjectReader chooseReader(ObjectId id) {
        // The reader of the repository need not find an object that is not flushed. The inserter's own reader finds
        // these, and is opened only where the replay reads an object that the replay has written.
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

    /** Keeps what is written in memory, and writes nothing to the disk. */
    private static final class MemoryInserter extends ObjectInserter.Formatter {
        private final ObjectReader existing;
        private final Map<ObjectId, ObjectLoader> kept = new HashMap<>();

        MemoryInserter(ObjectReader existing) {
            this.existing = existing;
        }

        @Override
        public ObjectId insert(int type, byte[] data, int offset, int length) {
            ObjectId id = idFor(type, data, offset, length);
            // The caller may use its array again.
            kept.put(id, new ObjectLoader.SmallObject(type, Arrays.copyOfRange(data, offset, offset + length)));
            return id;
        }

        // One merge may read what it has merged a step before: a file that both sides renamed to a name that both sides
        // have, too, is merged once by its rename and then with the other.
        @Override
        public ObjectReader newReader() {
            return new ObjectReader.Filter() {
                private final ObjectReader delegate = existing.newReader();

                @Override
                protected ObjectReader delegate() {
                    return delegate;
                }

                @Override
                public ObjectReader newReader() {
                    return MemoryInserter.this.newReader();
                }

                @Override
                public ObjectLoader open(AnyObjectId id, int typeHint) throws IOException {
                    ObjectLoader loader = kept.get(id.toObjectId());
                    return loader == null ? delegate.open(id, typeHint) : loader;
                }

                @Override
                public long getObjectSize(AnyObjectId id, int typeHint) throws IOException {
                    ObjectLoader loader = kept.get(id.toObjectId());
                    return loader == null ? delegate.getObjectSize(id, typeHint) : loader.getSize();
                }

                @Override
                public void close() {
                    delegate.close();
                }
            };
        }
    }
}
