package dev.reconciler.worker.lease;

import org.jspecify.annotations.Nullable;

/**
 * How a program under a lease ended.
 *
 * @param status the program's, or one of {@link ProgramUnderLease}
 * @param fence the lease's number; null where none was had
 * @param problem what was in the way, for people; null where nothing was
 */
public record LeasedEnd(
        int status, @Nullable Long fence, @Nullable String problem) {}
