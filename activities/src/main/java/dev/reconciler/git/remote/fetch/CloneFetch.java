package dev.reconciler.git.remote.fetch;

import dev.reconciler.git.error.RefusedException;
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

/** The fetch into a clone that is being made: some refs of the remote with all their objects, into an empty repository. */
public final class CloneFetch {
    private final Repository clone;
    private final List<RefSpec> specs;

    /** @param specs which refs of the remote are fetched, and under which local names */
    public CloneFetch(Repository clone, List<RefSpec> specs) {
        this.clone = clone;
        this.specs = List.copyOf(specs);
    }

    /**
     * Fetches the refs, and writes them.
     *
     * @param checker the one that checks what the connection receives
     * @throws RefusedException of type Unsupported if the remote is a shallow clone
     * @throws IOException if the transport fails, or a ref can't be written
     */
    public void run(FetchConnection connection, ReceivedObjectChecker checker) throws IOException {
        List<Ref> wanted = new ArrayList<>();
        BatchRefUpdate updates = clone.getRefDatabase().newBatchUpdate();
        updates.disableRefLog();
        for (Ref ref : connection.getRefs()) {
            for (RefSpec spec : specs) {
                ObjectId id = ref.getObjectId();
                // As git's filter_refs: a name such as refs/heads/../../config would be a file beside the refs.
                if (id != null && Repository.isValidRefName(ref.getName()) && spec.matchSource(ref)) {
                    wanted.add(ref);
                    updates.addCommand(new ReceiveCommand(
                            ObjectId.zeroId(), id, spec.expandFromSource(ref).getDestination()));
                }
            }
        }
        // Objects first, then refs: a ref never names a commit that is not there.
        connection.fetch(NullProgressMonitor.INSTANCE, wanted, Set.of());
        if (!clone.getObjectDatabase().getShallowCommits().isEmpty()) {
            throw RemoteBoundary.newRefusal();
        }
        checker.checkGitmodules(clone);
        writeRefs(updates);
        // The refs protect the objects from garbage collection from here on, so the `.keep` files can go.
        for (PackLock pack : connection.getPackLocks()) {
            pack.unlock();
        }
    }

    // In one batch, which JGit writes as one file, packed-refs: a remote may have thousands of refs.
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
