package dev.reconciler.git.remote.fetch;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.transport.PackLock;
import org.jspecify.annotations.Nullable;

/**
 * The remote's commit. All its objects are in the object database, and {@code .keep} files keep them from garbage
 * collection until this is closed.
 */
public final class FetchedCommit implements AutoCloseable {
    private final ObjectId tip;
    private final List<PackLock> packs;
    private final @Nullable FetchMarker marker;
    private final Map<String, ObjectId> conflicts;

    private FetchedCommit(
            ObjectId tip, List<PackLock> packs, @Nullable FetchMarker marker, Map<String, ObjectId> conflicts) {
        this.tip = tip;
        this.packs = List.copyOf(packs);
        this.marker = marker;
        this.conflicts = Map.copyOf(conflicts);
    }

    /** A commit whose objects were in the local repository already: there is no pack to keep. */
    public static FetchedCommit alreadyHere(ObjectId tip) {
        return new FetchedCommit(tip, List.of(), null, Map.of());
    }

    /** A commit that was just fetched, in packs that have a {@code .keep} file with the marker's message. */
    public static FetchedCommit received(ObjectId tip, List<PackLock> packs, FetchMarker marker) {
        return new FetchedCommit(tip, packs, marker, Map.of());
    }

    /** The same commit, to be closed in the place of this one, with the conflict branches that the remote showed. */
    public FetchedCommit withConflicts(Map<String, ObjectId> shown) {
        return new FetchedCommit(tip, packs, marker, shown);
    }

    /** The commit of the remote branch. */
    public ObjectId tip() {
        return tip;
    }

    /** The commit of each conflict branch that the remote showed, by its full name, where it was asked for them. */
    public Map<String, ObjectId> conflicts() {
        return conflicts;
    }

    /** Gives the packs free. A caller that needs the commit later writes a ref to it before. */
    @Override
    public void close() throws IOException {
        if (marker == null) {
            return;
        }
        // The `.keep` files first: if the process is killed in between, the marker still proves them to be left over.
        try {
            for (PackLock pack : packs) {
                pack.unlock();
            }
        } catch (IOException | RuntimeException | Error refused) {
            marker.abandon();
            throw refused;
        }
        marker.close();
    }
}
