package dev.reconciler.worker.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.repository.RemoteCredentials;
import dev.reconciler.worker.config.reader.ConfigurationFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest extends ConfigurationFixture {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "    credentials: { username: bot, password: hunter2 }",
                "    credentials: { username: bot, password: 'env:hunter2!' }",
                "    credentials: { username: bot, password: *hunter2 }",
                "    credentials: { username: bot, password: [ hunter2 ] }",
                "    credentials: { username: bot, hunter2 }",
                "    credentials: { username: bot, password: { hunter2: x",
                "    credentials: hunter2",
                "    credentials: { sshKey: hunter2 }",
                "    reload: { url: 'http://app/reload?token=hunter2' }",
                "    reload: { url: 'http://bot:hunter2@app/reload' }",
                "    reload: { url: 'http://app/reload', token: hunter2 }",
                "    aliases: [ 'https://bot:hunter2@git.example.org/x' ]",
                "    aliases: [ 'https://hunter2@git.example.org/x' ]",
                "    aliases: [ 'https://bot:hunter2/git.example.org/x' ]",
                "    aliases: [ 'https://bot:p@hunter2@git.example.org/x' ]",
                "    aliases: [ 'https://git.example.org/x?token=hunter2' ]",
                "    aliases: [ 'https://git.example.org/x#hunter2' ]",
                "    aliases: [ 'ssh://git:hunter2@git.example.org/x' ]",
                "    aliases: [ 'git://hunter2@git.example.org/x' ]",
                "    aliases: [ 'bot:hunter2@git.example.org:x' ]",
                "    aliases: [ 'foo://bot:hunter2@git.example.org/x' ]",
                "    aliases: [ 'https:bot:hunter2@git.example.org/x' ]",
                "temporal: { address: 'bot:hunter2@host:7233' }",
                "webhook: { secret: hunter2 }",
                "webhook: { secret: 'file:' , reloadToken: hunter2 }",
            })
    void aSecretIsNeverInAMessage(String line) throws IOException {
        String text = MINIMAL + line + "\n";

        assertThat(problems(text)).isNotEmpty().allSatisfy(problem -> assertThat(problem)
                .doesNotContain(CANARY));
    }

    @Test
    void literalSecretIsRefused() throws IOException {
        assertThat(problems(MINIMAL + "    credentials: { username: bot, password: 12345 }\n"))
                .containsExactly("6:45: repositories[0].credentials.password: not shown, since it may be a secret"
                        + " (expected: a reference, env:NAME of an environment variable or file:PATH of a file that"
                        + " holds the secret)");
    }

    @Test
    void sshKeyTakesARemoteBySsh() throws IOException {
        Files.writeString(directory.resolve("key"), "a key");
        Files.writeString(directory.resolve("hosts"), "");
        String ssh = MINIMAL.replace("https://git.example.org/", "git@git.example.org:");

        Configuration read = read(ssh + "    credentials: { sshKey: file:key, knownHosts: file:hosts }\n");

        RemoteCredentials.SshKeyCredentials key =
                (RemoteCredentials.SshKeyCredentials) read.repositories().get(0).credentials();
        assertThat(key.key().get()).isEqualTo("a key");
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

    @Test
    void rotatedSecretFileTakesEffect() throws IOException {
        Path file = Files.writeString(directory.resolve("token"), "first\r\n");
        SecretReference secret = SecretReference.parse("file:token", directory, Map.of());

        assertThat(secret.get()).isEqualTo("first");
        Files.writeString(file, "second\n\n");
        assertThat(secret.get()).isEqualTo("second\n");
        assertThat(secret).hasToString("file:" + file);
    }
}
