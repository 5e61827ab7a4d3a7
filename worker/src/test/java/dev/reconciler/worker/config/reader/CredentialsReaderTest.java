package dev.reconciler.worker.config.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.repository.RemoteCredentials;
import dev.reconciler.worker.config.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsReaderTest extends ConfigurationFixture {
    @Test
    void literalSecretIsRefused() throws IOException {
        assertThat(problems(MINIMAL + "    credentials: { username: bot, password: 12345 }\n"))
                .containsExactly("6:45: repositories[0].credentials.password: not shown, since it may be a secret"
                        + " (expected: a reference, env:NAME of an environment variable or file:PATH of a file that"
                        + " holds the secret)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:key", "env:GIT_TOKEN"})
    void anSshKeyThatIsNoneIsAProblemOfTheFile(String reference) throws IOException {
        Files.writeString(directory.resolve("key"), PRIVATE_KEY.strip().replaceAll("\\R", " "));

        assertThat(problems(MINIMAL.replace("https://git.example.org/", "git@git.example.org:")
                        + "    credentials: { sshKey: '" + reference + "' }\n"))
                .singleElement()
                .asString()
                .startsWith("6:28: repositories[0].credentials.sshKey: ")
                .containsAnyOf("key is a private key whose line ends were lost", "GIT_TOKEN is no private SSH key")
                .doesNotContain(CANARY);
    }

    @Test
    void sshKeyTakesARemoteBySsh() throws IOException {
        Files.writeString(directory.resolve("key"), PRIVATE_KEY);
        Files.writeString(directory.resolve("hosts"), "");
        String ssh = MINIMAL.replace("https://git.example.org/", "git@git.example.org:");

        Configuration read = read(ssh + "    credentials: { sshKey: file:key, knownHosts: file:hosts }\n");

        RemoteCredentials.SshKeyCredentials key =
                (RemoteCredentials.SshKeyCredentials) read.repositories().get(0).credentials();
        assertThat(key.key().get()).isEqualTo(PRIVATE_KEY.strip());
        assertThat(key.knownHosts()).isEqualTo(directory.resolve("hosts"));
        assertThat(problems(ssh + "    credentials: { sshKey: file:key, knownHosts: nowhere }\n"))
                .singleElement()
                .asString()
                .contains("knownHosts: '" + directory.resolve("nowhere") + "' (expected: a file of known hosts");
        assertThat(problems(ssh + "    credentials: { username: bot, password: env:GIT_TOKEN }\n"))
                .singleElement()
                .asString()
                .contains("a password for a remote that takes none");
    }
}
