package dev.reconciler.git.remote.fetch;

import dev.reconciler.thread.HeldInterrupt;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
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

    /** @param checker what the connection checks received objects with */
    public BranchFetch(Repository local, ReceivedObjectChecker checker) {
        this.local = local;
        this.checker = checker;
    }

    /**
     * Receives what the repository lacks of the branch.
     *
     * @param preparation done once the fetch is marked, before the first object is received
     * @return keeps the objects until it is closed
     * @throws IOException also if not all of them came, or one breaks a rule of the checker
     */
    public FetchedCommit run(FetchConnection connection, Ref branch, Preparation preparation) throws IOException {
        // Of two that receive the same pack at one moment, the library lets one fail, or find it without its index.
        ReentrantLock turn = TURNS.computeIfAbsent(local.getCommonDirectory().toPath(), path -> new ReentrantLock());
        awaitTurn(turn);
        try {
            return receiveWhole(connection, branch, preparation);
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

    private FetchedCommit receiveWhole(FetchConnection connection, Ref branch, Preparation preparation)
            throws IOException {
        FetchedCommit fetched = receive(connection, branch, preparation);
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

    private FetchedCommit receive(FetchConnection connection, Ref branch, Preparation preparation) throws IOException {
        // The marker first: a kill from here on leaves files that FetchLeftovers can tell to be of this fetch.
        FetchMarker marker = FetchMarker.begin(local);
        try {
            // JGit writes it into a `.keep` file before the pack has its final name.
            connection.setPackLockMessage(marker.message());
            preparation.run();
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

    /** What is done before the first object is received. */
    public interface Preparation {
        void run() throws IOException;
    }
}
