package dev.reconciler.activity;

import dev.reconciler.activity.StepTurn.TurnTakenException;
import dev.reconciler.contract.FailureDetails;
import dev.reconciler.contract.FailureTypes;
import dev.reconciler.contract.LeaseInForce;
import dev.reconciler.git.error.DiskErrorException;
import dev.reconciler.git.error.DiskErrors;
import dev.reconciler.git.error.GitException;
import dev.reconciler.git.error.LeaseHeldException;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RemoteUnavailableException;
import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.secret.SecretScrubber;
import dev.reconciler.model.BoundedText;
import dev.reconciler.model.ErrorType;
import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.InvalidPathException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where an error of git becomes a {@linkplain ApplicationFailure failure of Temporal}. Everyone who may see
 * Temporal's UI can read it, so no secret may be in it, and it is
 * {@linkplain BoundedText short}, since Temporal refuses a failure that is not.
 */
final class FailureTranslator {
    private static final Logger LOG = LoggerFactory.getLogger(FailureTranslator.class);

    private FailureTranslator() {}

    /**
     * Translates an error to the failure type that tells the workflow what to do: wait ({@link FailureTypes}) or end the
     * run with that {@link ErrorType}.
     *
     * @param details the data of the failure besides its type and message
     * @param scrubber takes the repository's secrets out of messages
     */
    static ApplicationFailure translate(Exception error, FailureDetails details, SecretScrubber scrubber) {
        if (error instanceof RemoteUnavailableException away) {
            FailureDetails told = details.withRetryAfter(away.retryAfter().orElse(null));
            return newExpectedFailure(FailureTypes.REMOTE_UNAVAILABLE, error, told, scrubber);
        }
        if (error instanceof TurnTakenException taken) {
            // A workflow of an earlier version, which knows no turns, waits as for a remote that is away.
            FailureDetails queue = details.withTurnQueue(taken.queue());
            return newExpectedFailure(FailureTypes.REMOTE_UNAVAILABLE, error, queue, scrubber);
        }
        if (error instanceof RepositoryBusyException busy) {
            // A workflow of an earlier version, which knows no other runs here, waits as for a lock of somebody else.
            FailureDetails holder = details.withHeldByRun(busy.isHeldByRun());
            return newExpectedFailure(FailureTypes.REPOSITORY_BUSY, error, holder, scrubber);
        }
        if (error instanceof LeaseHeldException held) {
            // A workflow of an earlier version, which knows no leases, waits as for a lock.
            FailureDetails lease = details.withLease(new LeaseInForce(held.holder(), held.expiresAt()));
            return newExpectedFailure(FailureTypes.REPOSITORY_BUSY, error, lease, scrubber);
        }
        if (error instanceof DiskErrorException) {
            return newExpectedFailure(FailureTypes.DISK_ERROR, error, details, scrubber);
        }
        if (error instanceof RefusedException refused) {
            FailureDetails explained = details.withReason(refused.reason().orElse(null));
            return newExpectedFailure(refused.type().wire(), error, explained, scrubber);
        }
        // Where the program could not start itself anew with a locale of UTF-8, Java can't name every file.
        if (error instanceof InvalidPathException unnamed) {
            return translate(refuseName(unnamed), details, scrubber);
        }
        // An IOException that no code of git sorted may still be of a full or broken disk, which a person mends.
        Optional<GitException> ofTheDisk = DiskErrors.sortByActor(error);
        if (ofTheDisk.isPresent()) {
            return translate(ofTheDisk.get(), details, scrubber);
        }
        // Of an activity that is not wanted any more: nobody reads it, and it is no defect.
        if (error instanceof ClosedByInterruptException) {
            return translate(new RepositoryBusyException("stopped in the middle of a step"), details, scrubber);
        }
        return translateDefect(error, details, scrubber);
    }

    /** Translates what is a defect of this program. The trace is for its log only: the failure shows one line. */
    static ApplicationFailure translateDefect(Throwable error, FailureDetails details, SecretScrubber scrubber) {
        LOG.error("an activity failed for no foreseen reason: {}", scrubber.trace(error));
        return ApplicationFailure.newNonRetryableFailure(
                BoundedText.bound(scrubber.scrub(error.toString())), ErrorType.INTERNAL.wire(), details);
    }

    /** Whether a run ends with the error, since a person must act. */
    static boolean endsRun(Exception error) {
        if (error instanceof TurnTakenException || error instanceof ClosedByInterruptException) {
            return false;
        }
        GitException sorted = error instanceof GitException git
                ? git
                : DiskErrors.sortByActor(error).orElse(null);
        return sorted == null || sorted instanceof RefusedException;
    }

    private static RefusedException refuseName(InvalidPathException unnamed) {
        return new RefusedException(
                ErrorType.UNSUPPORTED,
                "the name '" + unnamed.getInput() + "' can't be written in this process's locale ("
                        + System.getProperty("sun.jnu.encoding")
                        + "); start the program with LC_ALL=C.UTF-8, or rename the file",
                unnamed);
    }

    // Non-retryable, because the workflow decides whether and when to try again, and Temporal must not. Benign, so that
    // Temporal's SDK neither counts nor logs it as an error.
    private static ApplicationFailure newExpectedFailure(
            String type, Exception error, FailureDetails details, SecretScrubber scrubber) {
        return ApplicationFailure.newBuilder()
                .setType(type)
                .setMessage(BoundedText.bound(scrubber.scrub(String.valueOf(error.getMessage()))))
                .setNonRetryable(true)
                .setDetails(details)
                .setCategory(ApplicationErrorCategory.BENIGN)
                .build();
    }
}
