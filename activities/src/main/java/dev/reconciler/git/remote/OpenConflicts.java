package dev.reconciler.git.remote;

import dev.reconciler.git.RepositorySettings;
import java.time.Duration;
import java.util.List;

/** The conflict branches that are still there for a person to look at. */
public final class OpenConflicts {
    private static final String HEADS = "refs/heads/";

    private OpenConflicts() {}

    /**
     * Asks the remote, once; nothing is fetched.
     *
     * @param limit how long it may take
     * @return the short names, in their order
     * @throws dev.reconciler.git.GitException if the remote can't be asked
     */
    public static List<String> of(RepositorySettings settings, Duration limit) {
        return new Remote(settings)
                .advertise(null, Deadline.in(limit)).conflicts().keySet().stream()
                        .map(name -> name.substring(HEADS.length()))
                        .sorted()
                        .toList();
    }
}
