package dev.reconciler.git.remote.fetch;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;

/**
 * Reads objects, and keeps the trees that were read last. {@link ConnectivityCheck} compares the tree of each commit with
 * that of its parent, so it needs nearly every tree twice: once as the parent's and once as the commit's own.
 */
final class RecentTreeReader extends ObjectReader.Filter {
    private static final int MOST_BYTES = 8 << 20;

    private final ObjectReader objects;
    private final LinkedHashMap<ObjectId, ObjectLoader> recent = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    RecentTreeReader(ObjectReader objects) {
        this.objects = objects;
    }

    @Override
    protected ObjectReader delegate() {
        return objects;
    }

    @Override
    public ObjectLoader open(AnyObjectId id, int type) throws IOException {
        if (type != Constants.OBJ_TREE) {
            return objects.open(id, type);
        }
        ObjectLoader known = recent.get(id);
        return known == null ? rememberTree(id.copy(), objects.open(id, type)) : known;
    }

    private ObjectLoader rememberTree(ObjectId id, ObjectLoader tree) {
        // JGit does not hold a large object in memory, and neither does this cache.
        if (tree.isLarge()) {
            return tree;
        }
        recent.put(id, tree);
        bytes += tree.getSize();
        // The map is in the order of access, so the tree that was not read for longest comes first.
        var eldest = recent.entrySet().iterator();
        while (bytes > MOST_BYTES && recent.size() > 1) {
            Map.Entry<ObjectId, ObjectLoader> old = eldest.next();
            bytes -= old.getValue().getSize();
            eldest.remove();
        }
        return tree;
    }
}
