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
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One data repository of this host.
 *
 * @param path the bare repository or the work tree, absolute; the repository need not exist yet
 * @param remote the URL or path of the repository's remote
 * @param remoteName the remote's name in the repository
 * @param aliases other URLs by which a webhook may name the remote
 * @param bare whether the program makes a missing clone bare
 * @param identity the committer of replayed commits; null: the host's
 * @param every how often a schedule starts a run; null: no schedule
 * @param retryFor the budget of a run's fetch or push retries in the service; null: the service's default
 * @param watched whether the worker starts a run for each local commit that it sees
 * @param signing the key that replayed commits are signed with; null: they are signed as git's settings say
 * @param reload the call to the application after the branch moved; null: none
 * @param web where the forge shows the repository, without a slash at its end; null: not known
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
        @Nullable CommitterIdentity identity,
        @Nullable Duration every,
        @Nullable Duration retryFor,
        boolean watched,
        @Nullable SigningKey signing,
        @Nullable ReloadConfiguration reload,
        @Nullable String web) {

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

    /** A repository with every other key at its default. */
    public RepositoryConfiguration(RepositoryId id, Path path, RemoteUrl remote, BranchName branch, boolean bare) {
        this(
                id,
                path,
                remote,
                DEFAULT_REMOTE_NAME,
                List.of(),
                branch,
                bare,
                new RemoteCredentials.NoCredentials(),
                null,
                null,
                null,
                true,
                null,
                null,
                null);
    }

    /**
     * Selects the settings that the git code needs.
     *
     * @param ofHost the committer of replayed commits where the repository has none of its own
     */
    public RepositorySettings settings(CommitterIdentity ofHost) {
        CommitterIdentity committer = identity == null ? ofHost : identity;
        return new RepositorySettings(
                id, path, remote.value(), remoteName, branch, bare, credentials, committer, signing);
    }

    /** Where its secrets are read. */
    Stream<Supplier<String>> secrets() {
        Stream<Supplier<String>> login = credentials instanceof RemoteCredentials.PasswordCredentials password
                ? Stream.of(password.password())
                : credentials instanceof RemoteCredentials.SshKeyCredentials key
                        ? Stream.of(key.key())
                        : Stream.empty();
        Stream<Supplier<String>> signer =
                signing instanceof SigningKey.SshSigningKey key ? Stream.of(key.key()) : Stream.empty();
        SecretReference token = reload == null ? null : reload.token();
        return Stream.of(login, signer, Stream.<Supplier<String>>ofNullable(token))
                .flatMap(Function.identity());
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
