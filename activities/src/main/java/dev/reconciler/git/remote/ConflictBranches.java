package dev.reconciler.git.remote;

import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.repository.RepositorySettings;
import java.time.Duration;
import java.util.List;

/** The conflict branches that are still there for a person to look at. */
public final class ConflictBranches {
    private static final String HEADS = "refs/heads/";

    private ConflictBranches() {}

    /**
     * Asks the remote, once; nothing is fetched.
     *
     * @param limit how long it may take
     * @return the short names, in their order
     * @throws dev.reconciler.git.error.GitException if the remote can't be asked
     */
    public static List<String> of(RepositorySettings settings, Duration limit) {
        return new GitRemote(settings)
                .advertise(null, Deadline.in(limit)).conflicts().keySet().stream()
                        .map(name -> name.substring(HEADS.length()))
                        .sorted()
                        .toList();
    }
}
