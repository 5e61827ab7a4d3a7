package dev.reconciler.worker.config;

import org.jspecify.annotations.Nullable;

/**
 * The address and namespace of the Temporal service that the file names. Variables named {@code TEMPORAL_*} win over
 * both.
 *
 * @param address null where the file says nothing: Temporal's own profile or default applies
 * @param namespace null where the file says nothing: Temporal's own profile or default applies
 */
public record TemporalTarget(
        @Nullable HostPort address, @Nullable String namespace) {
    /** The target of a file that names neither. */
    public static final TemporalTarget UNSET = new TemporalTarget(null, null);
}
