package dev.reconciler.worker.config.reader;

import dev.reconciler.git.repository.CommitterIdentity;
import dev.reconciler.git.repository.RemoteCredentials;
import dev.reconciler.git.repository.SigningKey;
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
    private final SecretAndPathReader references;
    private final CredentialsReader credentials;
    private final SigningReader signing;

    RepositoryReader(SecretAndPathReader references) {
        this.references = references;
        this.credentials = new CredentialsReader(references);
        this.signing = new SigningReader(references);
    }

    /** Reads every key, so that all problems of the entry are found at once. */
    ReadRepository readRepository(YamlEntry entry) {
        YamlSection section = openSection(entry);
        RepositoryId id =
                section.readRequiredText("id", "a name for the repository, such as civic-data", ValueChecks::parseId);
        Path path = section.readRequiredText("path", "the repository's directory", references::resolvePath);
        RemoteUrl remote = section.readRequiredText("remote", "the remote's URL or path", references::parseRemote);
        BranchName branch =
                section.readRequiredText("branch", "the branch to reconcile, such as main", ValueChecks::parseBranch);
        String remoteName = section.readText("remoteName", ValueChecks::checkRemoteName);
        List<RemoteUrl> aliases = readAliases(section);
        Boolean bare = readTruth(section, "bare");
        RemoteCredentials login = readCredentials(section, remote);
        CommitterIdentity identity = readIdentity(section.findEntry("identity"));
        Duration every = section.readDuration("every", ValueChecks::parseInterval);
        Duration retryFor = section.readDuration("retryFor", DurationFormat::parse);
        Boolean watched = readTruth(section, "watch");
        SigningKey signingKey = readSigning(section);
        ReloadConfiguration reload = readReload(section);
        String web = section.readForm("web", "a URL, such as https://git.example.org/x", RepositoryReader::parseWeb);
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
                identity,
                every,
                retryFor,
                watched == null || watched,
                signingKey,
                reload,
                web);
        return new ReadRepository(id, path, branch, whole);
    }

    private static String parseWeb(String text) {
        return ValueChecks.checkHttpUrl(text).replaceFirst("/+$", "");
    }

    private static YamlSection openSection(YamlEntry entry) {
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
                "identity",
                "every",
                "retryFor",
                "watch",
                "signing",
                "reload",
                "web");
    }

    private List<RemoteUrl> readAliases(YamlSection section) {
        YamlEntry entry = section.findEntry("aliases");
        if (entry == null) {
            return List.of();
        }
        return entry.readItems().stream()
                .map(item -> item.readText(references::parseRemote))
                // A wrong alias is a problem by now: the program makes no configuration that lacks this alias.
                .filter(Objects::nonNull)
                .toList();
    }

    private static @Nullable Boolean readTruth(YamlSection section, String key) {
        YamlEntry entry = section.findEntry(key);
        return entry == null ? null : entry.readBoolean();
    }

    private RemoteCredentials readCredentials(YamlSection section, @Nullable RemoteUrl remote) {
        YamlEntry entry = section.findEntry("credentials");
        RemoteCredentials read = entry == null ? null : credentials.readCredentials(entry, remote);
        return read == null ? new RemoteCredentials.NoCredentials() : read;
    }

    private static @Nullable CommitterIdentity readIdentity(@Nullable YamlEntry entry) {
        return entry == null ? null : SettingsReader.readPerson(entry);
    }

    private @Nullable SigningKey readSigning(YamlSection section) {
        YamlEntry entry = section.findEntry("signing");
        return entry == null ? null : signing.readSigning(entry);
    }

    private @Nullable ReloadConfiguration readReload(YamlSection section) {
        YamlEntry entry = section.findEntry("reload");
        if (entry == null) {
            return null;
        }
        YamlSection keys = YamlSection.open(entry, "url", "token", "before");
        YamlEntry address = keys.requireEntry("url", "the URL to call");
        String url = address == null
                ? null
                : address.readForm("a URL, such as http://127.0.0.1:3001/reload", ValueChecks::checkCalledUrl);
        SecretReference token = references.readSecret(keys, "token");
        Boolean before = readTruth(keys, "before");
        return url == null ? null : new ReloadConfiguration(url, token, Boolean.TRUE.equals(before));
    }

    /**
     * The readable parts of an entry; the problems are in its collector. The parts serve the checks between
     * repositories where the whole is missing.
     *
     * @param whole null where the id, path, remote or branch is missing or wrong
     */
    record ReadRepository(
            @Nullable RepositoryId id,
            @Nullable Path path,
            @Nullable BranchName branch,
            @Nullable RepositoryConfiguration whole) {}
}
