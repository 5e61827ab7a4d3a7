package dev.reconciler.git.repository;

import java.util.function.Supplier;

/** The key that the host's configuration has replayed commits signed with. */
public sealed interface SigningKey {

    /**
     * A private key of SSH.
     *
     * @param key reads the key's text, without a passphrase, each time that it is used
     */
    record SshSigningKey(Supplier<String> key) implements SigningKey {
        @Override
        public String toString() {
            return "SshSigningKey";
        }
    }

    /**
     * A key in the OpenPGP keyring of the user that runs the program.
     *
     * @param id as {@code gpg --local-user} takes it: a fingerprint, a key ID or an e-mail address
     */
    record OpenPgpSigningKey(String id) implements SigningKey {}
}
