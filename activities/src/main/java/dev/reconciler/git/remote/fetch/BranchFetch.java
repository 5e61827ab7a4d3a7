package dev.reconciler.git.remote.fetch;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.repository.ShallowBoundary;
import dev.reconciler.thread.HeldInterrupt;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.PackLock;

/**
 * The fetch of one branch into a repository that others work with: objects are added, and no ref. What it received is
 * kept from garbage collection, and goes where the fetch fails.
 */
public final class BranchFetch {
    /** By the git directory: a run fetches while somebody looks at the conflicts of its repository. */
    private static final Map<Path, ReentrantLock> TURNS = new ConcurrentHashMap<>();

    private final Repository local;
    private final ReceivedObjectChecker checker;
    private final boolean deepens;

    /** @param checker what the connection checks received objects with */
    public BranchFetch(Repository local, ReceivedObjectChecker checker) {
        this(local, checker, false);
    }

    private BranchFetch(Repository local, ReceivedObjectChecker checker, boolean deepens) {
        this.local = local;
        this.checker = checker;
        this.deepens = deepens;
    }

    /** One that receives what a shallow clone lacks, too; its {@link ShallowBoundary} is held. */
    public static BranchFetch deepening(Repository local, ReceivedObjectChecker checker) {
        return new BranchFetch(local, checker, true);
    }

    /**
     * Receives what the repository lacks of the branch.
     *
     * @return keeps the objects until it is closed
     * @throws RefusedException of type Unsupported if the remote is a shallow clone that lacks what is missing here
     * @throws IOException also if not all of them came, or one breaks a rule of the checker
     */
    public FetchedCommit run(FetchConnection connection, Ref branch) throws IOException {
        // Of two that receive the same pack at one moment, the library lets one fail, or find it without its index.
        ReentrantLock turn = TURNS.computeIfAbsent(local.getCommonDirectory().toPath(), path -> new ReentrantLock());
        awaitTurn(turn);
        try {
            return deepens ? check(receive(connection, branch), branch) : receiveBesideBoundary(connection, branch);
        } finally {
            turn.unlock();
        }
    }

    private static void awaitTurn(ReentrantLock turn) throws IOException {
        try {
            turn.lockInterruptibly();
        } catch (InterruptedException late) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("another fetch into this repository takes too long to wait for it");
        }
    }

    private FetchedCommit receiveBesideBoundary(FetchConnection connection, Ref branch) throws IOException {
        FetchedCommit fetched;
        boolean isShallow;
        try (RemoteBoundary boundary = RemoteBoundary.keepOutOf(local)) {
            fetched = receive(connection, branch);
            isShallow = boundary.isTold();
        }
        try {
            return check(fetched, branch);
        } catch (MissingObjectException hole) {
            if (isShallow) {
                throw RemoteBoundary.newRefusal();
            }
            throw hole;
        }
    }

    private FetchedCommit check(FetchedCommit fetched, Ref branch) throws IOException {
        try {
            // JGit checks each received object, not that all of them came.
            checkReceived(branch);
            return fetched;
        } catch (IOException | RuntimeException | Error failed) {
            try (HeldInterrupt interrupt = HeldInterrupt.begin()) {
                fetched.close();
            }
            throw failed;
        }
    }

    private FetchedCommit receive(FetchConnection connection, Ref branch) throws IOException {
        // The marker first: a kill from here on leaves files that FetchLeftovers can tell to be of this fetch.
        FetchMarker marker = FetchMarker.begin(local);
        try {
            // JGit writes it into a `.keep` file before the pack has its final name.
            connection.setPackLockMessage(marker.message());
            connection.fetch(NullProgressMonitor.INSTANCE, List.of(branch), Set.of());
            marker.adjustReceived(local);
            marker.syncReceived(local);
        } catch (IOException | RuntimeException | Error failed) {
            // An error too: this process goes on where an object is larger than its memory.
            try (HeldInterrupt interrupt = HeldInterrupt.begin()) {
                for (PackLock received : connection.getPackLocks()) {
                    received.unlock();
                }
                FetchLeftovers.endFailed(local, marker);
            }
            throw failed;
        }
        return FetchedCommit.received(branch.getObjectId(), List.copyOf(connection.getPackLocks()), marker);
    }

    private void checkReceived(Ref branch) throws IOException {
        ConnectivityCheck.check(local, branch.getObjectId(), checker);
        // The deadline is over and the calling thread has gone: without this the packs would stay kept.
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("came too late: nobody waits for it any more");
        }
    }
}
