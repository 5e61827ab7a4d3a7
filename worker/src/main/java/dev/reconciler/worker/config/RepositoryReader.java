package dev.reconciler.worker.config;

import dev.reconciler.git.Credentials;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads one entry of {@code repositories}. */
final class RepositoryReader {
    private final References references;
    private final CredentialsReader credentials;

    RepositoryReader(References references) {
        this.references = references;
        this.credentials = new CredentialsReader(references);
    }

    /**
     * What could be read; the rest is noted.
     *
     * @param whole null where something that it can't be without was wrong
     */
    record Read(
            @Nullable RepositoryId id,
            @Nullable Path path,
            @Nullable BranchName branch,
            @Nullable RepositoryConfiguration whole) {}

    Read read(Entry entry) {
        Section section = open(entry);
        RepositoryId id = section.requiredText("id", "a name for the repository, such as civic-data", Values::id);
        Path path = section.requiredText("path", "the repository's directory", references::path);
        RemoteUrl remote = section.requiredText("remote", "the remote's URL or path", references::remote);
        BranchName branch = section.requiredText("branch", "the branch to reconcile, such as main", Values::branch);
        String remoteName = section.text("remoteName", Values::remoteName);
        List<RemoteUrl> aliases = aliases(section);
        Boolean bare = bare(section);
        Credentials login = credentials(section, remote);
        Duration every = section.duration("every", Values::interval);
        Duration retryFor = section.duration("retryFor", Durations::parse);
        Reload reload = reload(section);
        if (id == null || path == null || remote == null || branch == null) {
            return new Read(id, path, branch, null);
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
        return new Read(id, path, branch, whole);
    }

    private static Section open(Entry entry) {
        return Section.open(
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

    private List<RemoteUrl> aliases(Section section) {
        Entry entry = section.find("aliases");
        if (entry == null) {
            return List.of();
        }
        return entry.items().stream()
                .map(item -> item.text(references::remote))
                .filter(Objects::nonNull)
                .toList();
    }

    private static @Nullable Boolean bare(Section section) {
        Entry entry = section.find("bare");
        return entry == null ? null : entry.truth();
    }

    private Credentials credentials(Section section, @Nullable RemoteUrl remote) {
        Entry entry = section.find("credentials");
        Credentials read = entry == null ? null : credentials.read(entry, remote);
        return read == null ? new Credentials.None() : read;
    }

    private @Nullable Reload reload(Section section) {
        Entry entry = section.find("reload");
        if (entry == null) {
            return null;
        }
        Section keys = Section.open(entry, "url", "token");
        String url = keys.requiredText("url", "the URL to call", Values::httpUrl);
        SecretRef token = references.secret(keys, "token");
        return url == null ? null : new Reload(url, token);
    }
}
