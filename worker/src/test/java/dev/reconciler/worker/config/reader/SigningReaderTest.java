package dev.reconciler.worker.config.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.repository.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SigningReaderTest extends ConfigurationFixture {
    @Test
    void anSshKeyIsReadWhereItIs() throws IOException {
        Files.writeString(directory.resolve("key"), PRIVATE_KEY);

        SigningKey key = read(MINIMAL + "    signing: { format: ssh, key: 'file:key' }\n")
                .repositories()
                .get(0)
                .signing();

        assertThat(key).isInstanceOfSatisfying(SigningKey.SshSigningKey.class, ssh -> assertThat(
                        ssh.key().get())
                .startsWith("-----BEGIN PRIVATE KEY-----"));
    }

    @Test
    void anOpenPgpKeyIsNamed() throws IOException {
        assertThat(read(MINIMAL + "    signing: { format: openpgp, key: 'robot@example.org' }\n")
                        .repositories()
                        .get(0)
                        .signing())
                .isEqualTo(new SigningKey.OpenPgpSigningKey("robot@example.org"));
    }

    @Test
    void withoutTheSectionGitsSettingsDecide() throws IOException {
        assertThat(read(MINIMAL).repositories().get(0).signing()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{ format: gpg, key: robot }| signing.format: 'gpg' (expected: ssh or openpgp)",
                "{ format: ssh }| signing.key: missing (expected: a reference to the secret, env:NAME or file:PATH)",
                "{ format: ssh, key: hunter2 }| signing.key: not shown, since it may be a secret",
                "{ format: ssh, key: 'env:GIT_TOKEN' }| signing.key: env:GIT_TOKEN is no private SSH key (expected: the",
                "{ format: ssh, key: 'file:locked' }| locked has a passphrase, and nobody is there to type it (expected: the",
                "{ format: openpgp, key: 'file:locked' }| keyring, where gpg --import puts one)",
                "{ format: openpgp, key: '-x' }| signing.key: '-x' (expected: the fingerprint, key ID or address of a",
                "{ format: openpgp, key: robot, program: gpg }| signing: unknown key 'program'"
            })
    void aProblemIsReportedWithItsPlace(String value, String expected) throws IOException {
        Files.writeString(
                directory.resolve("locked"),
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----\n");

        assertThat(problems(MINIMAL + "    signing: " + value + "\n"))
                .singleElement()
                .asString()
                .matches("6:\\d+: .*")
                .contains(expected)
                .doesNotContain(CANARY);
    }
}
