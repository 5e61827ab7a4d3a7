package dev.reconciler.git.repository;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How this program logs in to a remote.
 *
 * <p>A secret is read each time that it is used, so that a new one takes effect without a restart. Secrets are never
 * printed.
 */
public sealed interface RemoteCredentials {

    /** No login: for files, for public repositories, and for SSH with the keys of the user that runs the program. */
    record NoCredentials() implements RemoteCredentials {}

    /** A user name with a password or token, for HTTP and HTTPS. */
    record PasswordCredentials(String username, Supplier<String> password) implements RemoteCredentials {
        @Override
        public String toString() {
            return "Password[username=" + username + "]";
        }
    }

    /**
     * A private key for SSH.
     *
     * @param key the key's text, without a passphrase
     * @param knownHosts the hosts that are trusted; null: the {@code known_hosts} of the user that runs the program
     */
    record SshKeyCredentials(Supplier<String> key, @Nullable Path knownHosts) implements RemoteCredentials {
        @Override
        public String toString() {
            return "SshKey[knownHosts=" + knownHosts + "]";
        }
    }
}
