package dev.reconciler.worker.temporal.connection;

import dev.reconciler.worker.port.TemporalUnavailableException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.errordetails.v1.NamespaceNotFoundFailure;
import io.temporal.serviceclient.StatusUtils;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls to the Temporal service.
 *
 * <p>A service that does not answer, or does not let this program in, becomes a {@link TemporalUnavailableException},
 * whose message tells a person what to do, and so does an answer that nobody foresaw, for what was asked for alone. Every
 * other failure stays as it is.
 */
public final class TemporalCalls {
    /**
     * The codes of a service that is away. A server that shuts down or starts up answers with the less usual of them.
     */
    private static final Set<Status.Code> AWAY = EnumSet.of(
            Status.Code.UNAVAILABLE,
            Status.Code.DEADLINE_EXCEEDED,
            Status.Code.RESOURCE_EXHAUSTED,
            Status.Code.ABORTED,
            Status.Code.CANCELLED,
            Status.Code.INTERNAL,
            Status.Code.UNKNOWN);

    /** The codes of a service that does not know this program, or does not let the program do this. */
    private static final Set<Status.Code> REFUSED =
            EnumSet.of(Status.Code.UNAUTHENTICATED, Status.Code.PERMISSION_DENIED);

    private final String service;

    /** @param service the address and the namespace of the service, for messages */
    public TemporalCalls(String service) {
        this.service = service;
    }

    /**
     * Makes a call that has an answer.
     *
     * @throws TemporalUnavailableException if the service does not answer, or does not let this program in
     */
    public <T> T call(Supplier<T> call) {
        try {
            return call.get();
        } catch (RuntimeException failed) {
            throw translateFailure(failed);
        }
    }

    /**
     * Makes a call that has no answer.
     *
     * @throws TemporalUnavailableException if the service does not answer, or does not let this program in
     */
    public void run(Runnable call) {
        call(() -> {
            call.run();
            return true;
        });
    }

    /**
     * A {@link TemporalUnavailableException} where the service is away, lets nothing in or answers what nobody foresaw;
     * otherwise the failure itself.
     */
    public RuntimeException translateFailure(RuntimeException failed) {
        StatusRuntimeException status = findStatus(failed);
        // No answer of the service is involved: the failure is a defect, or a result of the workflow.
        if (status == null) {
            return failed;
        }
        if (isAway(status)) {
            return newUnavailableError(
                    "does not answer (" + describeStatus(status)
                            + "); start it, or correct `temporal` or TEMPORAL_ADDRESS",
                    failed);
        }
        if (REFUSED.contains(status.getStatus().getCode())) {
            return newUnavailableError(
                    "refuses this program (" + describeStatus(status)
                            + "); check TEMPORAL_API_KEY or the TLS certificate",
                    failed);
        }
        if (StatusUtils.hasFailure(status, NamespaceNotFoundFailure.class)) {
            return newUnavailableError(
                    "has no such namespace; create it (temporal operator namespace create), or correct `temporal` or"
                            + " TEMPORAL_NAMESPACE",
                    failed);
        }
        return failed instanceof TemporalUnavailableException
                ? failed
                : TemporalUnavailableException.ofOne(
                        "the Temporal service at " + service + " answers what nobody foresaw (" + describeStatus(status)
                                + "); ask again later",
                        failed);
    }

    static boolean isAway(StatusRuntimeException status) {
        return AWAY.contains(status.getStatus().getCode());
    }

    private TemporalUnavailableException newUnavailableError(String what, RuntimeException cause) {
        return new TemporalUnavailableException("the Temporal service at " + service + " " + what, cause);
    }

    private static String describeStatus(StatusRuntimeException status) {
        String description = status.getStatus().getDescription();
        return status.getStatus().getCode() + (description == null ? "" : ": " + description);
    }

    /** A failure in words: those of the service, where an answer of it is among the causes. */
    public static String describeFailure(Throwable failed) {
        StatusRuntimeException status = findStatus(failed);
        return status == null ? failed.toString() : describeStatus(status);
    }

    /**
     * Finds the answer of the service among the causes of a failure, since the SDK wraps it in errors of its own.
     *
     * @return null where no cause is an answer of the service
     */
    public static @Nullable StatusRuntimeException findStatus(@Nullable Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof StatusRuntimeException status) {
                return status;
            }
        }
        return null;
    }
}
