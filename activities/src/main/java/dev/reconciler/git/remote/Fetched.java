package dev.reconciler.git.remote;

import java.io.IOException;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.transport.PackLock;

/** The remote's commit, wholly in the object database; kept from garbage collection until closed. */
public final class Fetched implements AutoCloseable {
    private final ObjectId tip;
    private final List<PackLock> packs;

    Fetched(ObjectId tip, List<PackLock> packs) {
        this.tip = tip;
        this.packs = List.copyOf(packs);
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
    }
}
