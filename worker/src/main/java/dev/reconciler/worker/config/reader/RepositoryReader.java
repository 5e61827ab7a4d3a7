package dev.reconciler.worker.config.reader;

import dev.reconciler.git.repository.RemoteCredentials;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.config.DurationFormat;
import dev.reconciler.worker.config.ReloadConfiguration;
import dev.reconciler.worker.config.RemoteUrl;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.config.SecretReference;
import dev.reconciler.worker.config.yaml.YamlEntry;
import dev.reconciler.worker.config.yaml.YamlSection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads one entry of {@code repositories}. */
final class RepositoryReader {
    private final ReferenceReader references;
    private final CredentialsReader credentials;

    RepositoryReader(ReferenceReader references) {
        this.references = references;
        this.credentials = new CredentialsReader(references);
    }

    /**
     * What could be read; the rest is noted.
     *
     * @param whole null where something that it can't be without was wrong
     */
    record ReadRepository(
            @Nullable RepositoryId id,
            @Nullable Path path,
            @Nullable BranchName branch,
            @Nullable RepositoryConfiguration whole) {}

    ReadRepository read(YamlEntry entry) {
        YamlSection section = open(entry);
        RepositoryId id = section.requiredText("id", "a name for the repository, such as civic-data", ValueChecks::id);
        Path path = section.requiredText("path", "the repository's directory", references::path);
        RemoteUrl remote = section.requiredText("remote", "the remote's URL or path", references::remote);
        BranchName branch =
                section.requiredText("branch", "the branch to reconcile, such as main", ValueChecks::branch);
        String remoteName = section.text("remoteName", ValueChecks::remoteName);
        List<RemoteUrl> aliases = aliases(section);
        Boolean bare = bare(section);
        RemoteCredentials login = credentials(section, remote);
        Duration every = section.duration("every", ValueChecks::interval);
        Duration retryFor = section.duration("retryFor", DurationFormat::parse);
        ReloadConfiguration reload = reload(section);
        if (id == null || path == null || remote == null || branch == null) {
            return new ReadRepository(id, path, branch, null);
        }
        RepositoryConfiguration whole = new RepositoryConfiguration(
                id,
                path,
                remote,
                Objects.requireNonNullElse(remoteName, RepositoryConfiguration.DEFAULT_REMOTE_NAME),
                aliases,
                branch,
                bare == null ? RepositoryConfiguration.isBareByName(path) : bare,
                login,
                every,
                retryFor,
                reload);
        return new ReadRepository(id, path, branch, whole);
    }

    private static YamlSection open(YamlEntry entry) {
        return YamlSection.open(
                entry,
                "id",
                "path",
                "remote",
                "remoteName",
                "aliases",
                "branch",
                "bare",
                "credentials",
                "every",
                "retryFor",
                "reload");
    }

    private List<RemoteUrl> aliases(YamlSection section) {
        YamlEntry entry = section.find("aliases");
        if (entry == null) {
            return List.of();
        }
        return entry.items().stream()
                .map(item -> item.text(references::remote))
                .filter(Objects::nonNull)
                .toList();
    }

    private static @Nullable Boolean bare(YamlSection section) {
        YamlEntry entry = section.find("bare");
        return entry == null ? null : entry.truth();
    }

    private RemoteCredentials credentials(YamlSection section, @Nullable RemoteUrl remote) {
        YamlEntry entry = section.find("credentials");
        RemoteCredentials read = entry == null ? null : credentials.read(entry, remote);
        return read == null ? new RemoteCredentials.NoCredentials() : read;
    }

    private @Nullable ReloadConfiguration reload(YamlSection section) {
        YamlEntry entry = section.find("reload");
        if (entry == null) {
            return null;
        }
        YamlSection keys = YamlSection.open(entry, "url", "token");
        String url = keys.requiredText("url", "the URL to call", ValueChecks::httpUrl);
        SecretReference token = references.secret(keys, "token");
        return url == null ? null : new ReloadConfiguration(url, token);
    }
}
