package dev.reconciler.worker.lease;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.lease.GivenLease;
import dev.reconciler.git.lease.HeldLease;
import dev.reconciler.git.lease.LeaseAnswer;
import dev.reconciler.git.lease.Leases;
import dev.reconciler.git.lease.MoveGoesFirst;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * The leases of one repository for one holder. The repository is opened for each look.
 *
 * @param holder the name that others see
 * @param ttl for how long a lease is taken and renewed
 */
record LeaseOnDisk(RepositorySettings settings, String holder, Duration ttl) {

    /** Takes a lease, or says why none is to be had at this moment. */
    TakenLease take() throws IOException {
        // Most looks find it held, and need no lock for that.
        Optional<HeldLease> held = Leases.find(settings.path());
        if (held.isPresent()) {
            return TakenLease.refused(held.get());
        }
        try {
            LeaseAnswer answer = onDisk(leases -> leases.take(holder, ttl));
            return answer instanceof GivenLease given
                    ? new TakenLease(Optional.of(given), "")
                    : TakenLease.refused(answer);
        } catch (RepositoryBusyException busy) {
            return new TakenLease(Optional.empty(), String.valueOf(busy.getMessage()));
        }
    }

    /** @return empty where the lease has ended */
    Optional<GivenLease> renew(GivenLease lease) throws IOException {
        return onDisk(leases -> leases.renew(lease.id(), holder, ttl));
    }

    /** @return false where the lease has ended already */
    boolean release(GivenLease lease) throws IOException {
        return onDisk(leases -> leases.release(lease.id(), holder));
    }

    private <T> T onDisk(LeaseStep<T> step) throws IOException {
        try (DataRepository repository = DataRepository.open(settings).orElseThrow(this::newMissingError)) {
            return step.run(Leases.of(repository));
        }
    }

    private RefusedException newMissingError() {
        return new RefusedException(
                ErrorType.REPOSITORY_MISSING, settings.path() + ": there is no clone yet; `once` makes it");
    }

    private interface LeaseStep<T> {
        T run(Leases leases) throws IOException;
    }

    /**
     * What became of one look.
     *
     * @param lease empty where none was to be had
     * @param reason why; empty where there is a lease
     */
    record TakenLease(Optional<GivenLease> lease, String reason) {
        private static TakenLease refused(LeaseAnswer answer) {
            String reason = answer instanceof HeldLease held
                    ? held.holder() + " holds lease " + held.fence() + " until " + held.expiresAt()
                    : ((MoveGoesFirst) answer).move() + ", and goes before the next lease";
            return new TakenLease(Optional.empty(), reason);
        }
    }
}
