package dev.reconciler.worker.config;

import dev.reconciler.git.Credentials;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads {@code credentials} and checks that the remote can take them. */
final class CredentialsReader {
    private final References references;

    CredentialsReader(References references) {
        this.references = references;
    }

    /**
     * @param remote null where it could not be read
     * @return null where there was a problem, which is then noted
     */
    @Nullable
    Credentials read(Entry entry, @Nullable RemoteUrl remote) {
        Section section = Section.open(entry, "username", "password", "sshKey", "knownHosts");
        boolean login = section.has("username") || section.has("password");
        boolean key = section.has("sshKey") || section.has("knownHosts");
        if (login && key) {
            entry.problem("a password and an SSH key (expected: one of them)");
            return null;
        }
        if (!login && !key) {
            entry.problem("neither a password nor an SSH key (expected: username and password, or sshKey)");
            return null;
        }
        checkTransport(entry, remote, login);
        return login ? password(section) : sshKey(section);
    }

    private static void checkTransport(Entry entry, @Nullable RemoteUrl remote, boolean login) {
        if (remote == null) {
            return;
        }
        RemoteUrl.Transport expected = login ? RemoteUrl.Transport.HTTP : RemoteUrl.Transport.SSH;
        if (remote.transport() != expected) {
            entry.problem(
                    login
                            ? "a password for a remote that takes none (expected: a remote with https:// or http://)"
                            : "an SSH key for a remote that takes none (expected: a remote with ssh:// or user@host:path)");
        }
    }

    private @Nullable Credentials password(Section section) {
        String username =
                section.requiredText("username", "the user name that belongs to the password", Values::username);
        SecretRef password = references.requiredSecret(section, "password");
        return username == null || password == null ? null : new Credentials.Password(username, password);
    }

    private @Nullable Credentials sshKey(Section section) {
        Path knownHosts = section.text("knownHosts", this::knownHosts);
        SecretRef key = references.requiredSecret(section, "sshKey");
        return key == null ? null : new Credentials.SshKey(key, knownHosts);
    }

    private Path knownHosts(String text) {
        Path file = references.path(text.startsWith("file:") ? text.substring("file:".length()) : text);
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new IllegalArgumentException("'" + file + "' (expected: a file of known hosts that can be read)");
        }
        return file;
    }
}
