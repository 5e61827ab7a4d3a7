package dev.reconciler.git.error;

import org.jspecify.annotations.Nullable;

/**
 * The host's disk refuses: it is full, read-only, gone, or forbids it. The run waits for seconds, since it may be over in a
 * moment; then a person must act.
 */
public final class DiskErrorException extends GitException {
    private static final long serialVersionUID = 1L;

    /** @param message names the file where it is known, what the system said, and what to do */
    public DiskErrorException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
