package dev.reconciler.git.remote.fetch;

import java.io.IOException;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.transport.PackLock;
import org.jspecify.annotations.Nullable;

/** The remote's commit, wholly in the object database; kept from garbage collection until closed. */
public final class FetchedCommit implements AutoCloseable {
    private final ObjectId tip;
    private final List<PackLock> packs;
    private final @Nullable FetchMarker marker;

    private FetchedCommit(ObjectId tip, List<PackLock> packs, @Nullable FetchMarker note) {
        this.tip = tip;
        this.packs = List.copyOf(packs);
        this.marker = note;
    }

    /** A commit that was here already. */
    public static FetchedCommit alreadyHere(ObjectId tip) {
        return new FetchedCommit(tip, List.of(), null);
    }

    /** A commit that has just come, in packs that have a {@code .keep} with the note's message. */
    public static FetchedCommit received(ObjectId tip, List<PackLock> packs, FetchMarker note) {
        return new FetchedCommit(tip, packs, note);
    }

    /** The remote branch. */
    public ObjectId tip() {
        return tip;
    }

    @Override
    public void close() throws IOException {
        for (PackLock pack : packs) {
            pack.unlock();
        }
        if (marker != null) {
            marker.close();
        }
    }
}
