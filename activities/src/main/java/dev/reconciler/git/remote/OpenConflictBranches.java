package dev.reconciler.git.remote;

import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.repository.RepositorySettings;
import java.time.Duration;
import java.util.List;

/** Lists the conflict branches on the remote that no person has removed yet. */
public final class OpenConflictBranches {
    private static final String HEADS = "refs/heads/";

    private OpenConflictBranches() {}

    /**
     * Asks the remote once. Nothing is fetched.
     *
     * @param limit how long the remote may take to answer
     * @return the short names, sorted
     * @throws dev.reconciler.git.error.GitException if the remote does not answer or refuses
     */
    public static List<String> listOnRemote(RepositorySettings settings, Duration limit) {
        return new GitRemote(settings)
                .readAdvertisedRefs(null, Deadline.in(limit)).conflicts().keySet().stream()
                        .map(name -> name.substring(HEADS.length()))
                        .sorted()
                        .toList();
    }
}
