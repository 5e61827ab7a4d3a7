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

/** Calls to the Temporal service. One that does not answer, or does not let us in, is told from any other failure. */
public final class TemporalCalls {
    /** A server that is about to go, or has just come, answers with the stranger ones of these. */
    private static final Set<Status.Code> AWAY = EnumSet.of(
            Status.Code.UNAVAILABLE,
            Status.Code.DEADLINE_EXCEEDED,
            Status.Code.RESOURCE_EXHAUSTED,
            Status.Code.ABORTED,
            Status.Code.CANCELLED,
            Status.Code.INTERNAL,
            Status.Code.UNKNOWN);

    private static final Set<Status.Code> REFUSED =
            EnumSet.of(Status.Code.UNAUTHENTICATED, Status.Code.PERMISSION_DENIED);

    private final String service;

    /** @param service its address and namespace, for messages */
    public TemporalCalls(String service) {
        this.service = service;
    }

    /** @throws TemporalUnavailableException if the service does not answer */
    public <T> T call(Supplier<T> call) {
        try {
            return call.get();
        } catch (RuntimeException failed) {
            throw translateFailure(failed);
        }
    }

    /** @throws TemporalUnavailableException if the service does not answer */
    public void run(Runnable call) {
        call(() -> {
            call.run();
            return true;
        });
    }

    /** The failure itself, or what it means where the service does not answer. */
    public RuntimeException translateFailure(RuntimeException failed) {
        StatusRuntimeException status = findStatus(failed);
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
        return failed;
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

    static @Nullable public StatusRuntimeException findStatus(@Nullable Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof StatusRuntimeException status) {
                return status;
            }
        }
        return null;
    }
}
