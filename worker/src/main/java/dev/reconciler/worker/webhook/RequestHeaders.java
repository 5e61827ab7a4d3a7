package dev.reconciler.worker.webhook;

import org.jspecify.annotations.Nullable;

/** The headers of a request. */
@FunctionalInterface
public interface RequestHeaders {
    /** The value of the header of that name, whose case does not matter; null where the request has none. */
    @Nullable
    String get(String name);
}
