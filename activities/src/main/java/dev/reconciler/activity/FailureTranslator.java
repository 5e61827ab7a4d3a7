package dev.reconciler.activity;

import dev.reconciler.contract.FailureDetails;
import dev.reconciler.contract.FailureTypes;
import dev.reconciler.git.error.DiskErrors;
import dev.reconciler.git.error.GitException;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RemoteUnavailableException;
import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.remote.transport.SecretScrubber;
import dev.reconciler.model.ErrorType;
import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where what git could not do becomes a failure of Temporal's, which everybody may read. */
final class FailureTranslator {
    private static final Logger LOG = LoggerFactory.getLogger(FailureTranslator.class);

    private FailureTranslator() {}

    /**
     * Sorts an error by who must act.
     *
     * @param details what the failure tells besides its type and message
     * @param scrubber takes the repository's secrets out of what nobody foresaw
     */
    static ApplicationFailure translate(Exception error, FailureDetails details, SecretScrubber scrubber) {
        if (error instanceof RemoteUnavailableException) {
            return newExpectedFailure(FailureTypes.REMOTE_UNAVAILABLE, error, details, scrubber);
        }
        if (error instanceof RepositoryBusyException) {
            return newExpectedFailure(FailureTypes.REPOSITORY_BUSY, error, details, scrubber);
        }
        if (error instanceof RefusedException refused) {
            return newExpectedFailure(refused.type().wire(), error, details, scrubber);
        }
        Optional<GitException> ofTheDisk = DiskErrors.sort(error);
        if (ofTheDisk.isPresent()) {
            return translate(ofTheDisk.get(), details, scrubber);
        }
        LOG.error("an activity failed for no foreseen reason: {}", scrubber.trace(error));
        return ApplicationFailure.newNonRetryableFailure(
                scrubber.scrub(error.toString()), ErrorType.INTERNAL.wire(), details);
    }

    // The workflow decides whether and when to try again, so Temporal itself never does.
    private static ApplicationFailure newExpectedFailure(
            String type, Exception error, FailureDetails details, SecretScrubber scrubber) {
        return ApplicationFailure.newBuilder()
                .setType(type)
                .setMessage(scrubber.scrub(String.valueOf(error.getMessage())))
                .setNonRetryable(true)
                .setDetails(details)
                .setCategory(ApplicationErrorCategory.BENIGN)
                .build();
    }
}
