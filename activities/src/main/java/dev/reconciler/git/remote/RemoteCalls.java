package dev.reconciler.git.remote;

import dev.reconciler.git.damage.DamageReport;
import dev.reconciler.git.error.GitException;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RemoteUnavailableException;
import dev.reconciler.git.remote.transport.TransportOpener;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/**
 * Runs work on the network, and says of an error who must act.
 *
 * <p>A damaged object looks like an outage: whoever reads it breaks off. So the clone is asked where the error comes from
 * its own disk, and the remote where it is on this disk too; of all others {@link RemoteErrors} decides.
 */
final class RemoteCalls {
    private final TransportOpener transports;
    private final RemoteErrors errors;

    RemoteCalls(TransportOpener transports, RemoteErrors errors) {
        this.transports = transports;
        this.errors = errors;
    }

    /**
     * Runs the work.
     *
     * @param clone whose objects the work reads; null where it reads none
     * @throws GitException whatever the work throws that is no defect of this program
     */
    <T> T run(@Nullable Repository clone, RemoteWork<T> work) {
        try {
            return work.run();
        } catch (IOException | RuntimeException error) {
            throw findDamage(clone, error).orElseGet(() -> sort(clone, error));
        }
    }

    private static Optional<GitException> findDamage(@Nullable Repository clone, Exception error) {
        return clone == null || error instanceof GitException || !DamageReport.isOfObjects(error)
                ? Optional.empty()
                : DamageReport.explain(clone, error);
    }

    /**
     * Says of a push without an answer whether it is the clone's fault. The library's sender that comes upon a damaged
     * object breaks off in the middle of the pack, and then waits for the answer of a remote that waits for the rest.
     */
    static GitException blameClone(Repository clone, RemoteUnavailableException unanswered) {
        Optional<GitException> damaged = DamageReport.explainSending(clone, unanswered);
        return damaged.isPresent() ? damaged.get() : unanswered;
    }

    private GitException sort(@Nullable Repository clone, Exception error) {
        GitException sorted = errors.sort(error);
        if (!(sorted instanceof RemoteUnavailableException)) {
            return sorted;
        }
        Optional<RefusedException> damaged =
                transports.findOnDisk(clone).flatMap(remote -> DamageReport.explainRemote(remote, error));
        return damaged.isPresent() ? damaged.get() : sorted;
    }

    /** Work on the network. */
    interface RemoteWork<T> {
        T run() throws IOException;
    }
}
