package dev.reconciler.git.remote;

import java.io.IOException;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.transport.PackLock;
import org.jspecify.annotations.Nullable;

/** The remote's commit, wholly in the object database; kept from garbage collection until closed. */
public final class Fetched implements AutoCloseable {
    private final ObjectId tip;
    private final List<PackLock> packs;
    private final @Nullable FetchNote note;

    private Fetched(ObjectId tip, List<PackLock> packs, @Nullable FetchNote note) {
        this.tip = tip;
        this.packs = List.copyOf(packs);
        this.note = note;
    }

    /** A commit that was here already. */
    static Fetched alreadyHere(ObjectId tip) {
        return new Fetched(tip, List.of(), null);
    }

    /** A commit that has just come, in packs that have a {@code .keep} with the note's message. */
    static Fetched received(ObjectId tip, List<PackLock> packs, FetchNote note) {
        return new Fetched(tip, packs, note);
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
        if (note != null) {
            note.close();
        }
    }
}
