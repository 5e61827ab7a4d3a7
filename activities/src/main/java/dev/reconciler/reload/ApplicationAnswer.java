package dev.reconciler.reload;

import dev.reconciler.model.ReloadResponse;
import org.jspecify.annotations.Nullable;

/**
 * How a call to an application ended.
 *
 * @param problem why the application did not take the call, free of secrets; empty where it did
 * @param response what the application answered last; null where nothing came
 */
public record ApplicationAnswer(String problem, @Nullable ReloadResponse response) {
    /** There is no application to be asked. */
    public static final ApplicationAnswer NOT_ASKED = new ApplicationAnswer("", null);

    /** Whether the application took the call. */
    public boolean isTaken() {
        return problem.isEmpty();
    }
}
