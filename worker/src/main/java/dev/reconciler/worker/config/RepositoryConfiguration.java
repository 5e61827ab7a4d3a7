package dev.reconciler.worker.config;

import dev.reconciler.git.repository.CommitterIdentity;
import dev.reconciler.git.repository.RemoteCredentials;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.git.repository.SigningKey;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One data repository of this host.
 *
 * @param path the bare repository or the work tree, absolute; the repository need not exist yet
 * @param remote the URL or path of the repository's remote
 * @param remoteName the remote's name in the repository
 * @param aliases other URLs by which a webhook may name the remote
 * @param bare whether the program makes a missing clone bare
 * @param every how often a schedule starts a run; null: no schedule
 * @param retryFor the budget of a run's fetch or push retries in the service; null: the service's default
 * @param signing the key that replayed commits are signed with; null: they are signed as git's settings say
 * @param reload the call to the application after the branch moved; null: none
 */
public record RepositoryConfiguration(
        RepositoryId id,
        Path path,
        RemoteUrl remote,
        String remoteName,
        List<RemoteUrl> aliases,
        BranchName branch,
        boolean bare,
        RemoteCredentials credentials,
        @Nullable Duration every,
        @Nullable Duration retryFor,
        @Nullable SigningKey signing,
        @Nullable ReloadConfiguration reload) {

    public static final String DEFAULT_REMOTE_NAME = "origin";

    /** @throws IllegalArgumentException if the path is relative or a duration is not longer than zero */
    public RepositoryConfiguration {
        if (!path.isAbsolute()) {
            throw new IllegalArgumentException("path: '" + path + "' (expected: an absolute path)");
        }
        requirePositive("every", every);
        requirePositive("retryFor", retryFor);
        aliases = List.copyOf(aliases);
    }

    /** Selects the settings that the git code needs. */
    public RepositorySettings settings(CommitterIdentity committer) {
        return new RepositorySettings(
                id, path, remote.value(), remoteName, branch, bare, credentials, committer, signing);
    }

    /**
     * Whether the program makes a clone at that path bare where the key {@code bare} is absent: by its name,
     * where the name ends in {@code .git}.
     */
    public static boolean isBareByName(Path path) {
        return path.toString().endsWith(".git");
    }

    private static void requirePositive(String key, @Nullable Duration duration) {
        if (duration != null && (duration.isZero() || duration.isNegative())) {
            throw new IllegalArgumentException(key + ": " + duration + " (expected: longer than zero)");
        }
    }
}
