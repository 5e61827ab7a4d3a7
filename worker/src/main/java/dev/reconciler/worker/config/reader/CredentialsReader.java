package dev.reconciler.worker.config.reader;

import dev.reconciler.git.repository.RemoteCredentials;
import dev.reconciler.worker.config.RemoteUrl;
import dev.reconciler.worker.config.SecretReference;
import dev.reconciler.worker.config.yaml.YamlEntry;
import dev.reconciler.worker.config.yaml.YamlSection;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads {@code credentials} and checks that the remote can take them. */
final class CredentialsReader {
    private final SecretAndPathReader references;

    CredentialsReader(SecretAndPathReader references) {
        this.references = references;
    }

    /**
     * Reads the section.
     *
     * @param remote the repository's remote; null where the remote could not be read
     * @return null where there is a problem, which the entry's collector then has
     */
    @Nullable
    RemoteCredentials readCredentials(YamlEntry entry, @Nullable RemoteUrl remote) {
        YamlSection section = YamlSection.open(entry, "username", "password", "sshKey", "knownHosts");
        boolean login = section.hasKey("username") || section.hasKey("password");
        boolean key = section.hasKey("sshKey") || section.hasKey("knownHosts");
        // The transport of the remote decides which of the two git can use: the other one would have no effect.
        if (login && key) {
            entry.addProblem("a password and an SSH key (expected: one of them)");
            return null;
        }
        if (!login && !key) {
            entry.addProblem("neither a password nor an SSH key (expected: username and password, or sshKey)");
            return null;
        }
        checkTransport(entry, remote, login);
        return login ? readPassword(section) : readSshKey(section);
    }

    private static void checkTransport(YamlEntry entry, @Nullable RemoteUrl remote, boolean login) {
        // A remote that can't be read is a problem already; no check can tell whether such a remote takes the
        // credentials.
        if (remote == null) {
            return;
        }
        RemoteUrl.UrlTransport expected = login ? RemoteUrl.UrlTransport.HTTP : RemoteUrl.UrlTransport.SSH;
        if (remote.transport() != expected) {
            entry.addProblem(
                    login
                            ? "a password for a remote that takes none (expected: a remote with https:// or http://)"
                            : "an SSH key for a remote that takes none (expected: a remote with ssh:// or user@host:path)");
        }
    }

    private @Nullable RemoteCredentials readPassword(YamlSection section) {
        String username = section.readRequiredText(
                "username", "the user name that belongs to the password", ValueChecks::checkUsername);
        SecretReference password = references.readRequiredSecret(section, "password");
        return username == null || password == null
                ? null
                : new RemoteCredentials.PasswordCredentials(username, password);
    }

    private @Nullable RemoteCredentials readSshKey(YamlSection section) {
        Path knownHosts = section.readText("knownHosts", this::resolveKnownHosts);
        SecretReference key = references.readRequiredPrivateKey(section, "sshKey");
        return key == null ? null : new RemoteCredentials.SshKeyCredentials(key, knownHosts);
    }

    private Path resolveKnownHosts(String text) {
        // The other keys of the section take file:PATH, so that people write it here too.
        Path file = references.resolvePath(text.startsWith("file:") ? text.substring("file:".length()) : text);
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new IllegalArgumentException("'" + file + "' (expected: a file of known hosts that can be read)");
        }
        return file;
    }
}
