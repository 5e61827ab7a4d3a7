package dev.reconciler.worker.webhook;

import org.jspecify.annotations.Nullable;

/** The headers of a request. */
@FunctionalInterface
public interface RequestHeaders {
    /** The header of that name, in whatever case; null where there is none. */
    @Nullable
    String get(String name);
}
