package dev.reconciler.git.remote.fetch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.lib.BatchRefUpdate;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.PackLock;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.RefSpec;

/** The fetch into a clone that is being made: all that the remote has of some refs, and nothing was here before. */
public final class CloneFetch {
    private final Repository clone;
    private final List<RefSpec> specs;

    /** @param specs what is wanted, and under which names */
    public CloneFetch(Repository clone, List<RefSpec> specs) {
        this.clone = clone;
        this.specs = List.copyOf(specs);
    }

    public void run(FetchConnection connection) throws IOException {
        List<Ref> wanted = new ArrayList<>();
        BatchRefUpdate updates = clone.getRefDatabase().newBatchUpdate();
        updates.disableRefLog();
        for (Ref ref : connection.getRefs()) {
            for (RefSpec spec : specs) {
                ObjectId id = ref.getObjectId();
                if (id != null && spec.matchSource(ref)) {
                    wanted.add(ref);
                    updates.addCommand(new ReceiveCommand(
                            ObjectId.zeroId(), id, spec.expandFromSource(ref).getDestination()));
                }
            }
        }
        connection.fetch(NullProgressMonitor.INSTANCE, wanted, Set.of());
        writeRefs(updates);
        for (PackLock pack : connection.getPackLocks()) {
            pack.unlock();
        }
    }

    private void writeRefs(BatchRefUpdate updates) throws IOException {
        try (RevWalk walk = new RevWalk(clone)) {
            updates.execute(walk, NullProgressMonitor.INSTANCE);
        }
        for (ReceiveCommand command : updates.getCommands()) {
            if (command.getResult() != ReceiveCommand.Result.OK) {
                throw new IOException(
                        command.getRefName() + " of a new clone: " + command.getResult() + " " + command.getMessage());
            }
        }
    }
}
