package dev.reconciler.worker.config;

import org.jspecify.annotations.Nullable;

/**
 * Where the Temporal service is, as the file says. Variables named {@code TEMPORAL_*} win over these.
 *
 * @param address null where the file says nothing: Temporal's own profile or default applies
 * @param namespace null where the file says nothing: Temporal's own profile or default applies
 */
public record TemporalTarget(
        @Nullable HostPort address, @Nullable String namespace) {
    /** A file that says nothing of it. */
    public static final TemporalTarget UNSET = new TemporalTarget(null, null);
}
