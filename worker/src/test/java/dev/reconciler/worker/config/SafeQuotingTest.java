package dev.reconciler.worker.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.worker.config.reader.ConfigurationFixture;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeQuotingTest extends ConfigurationFixture {
    @ParameterizedTest
    @CsvSource({
        "main, main",
        "https://host/x, https://host/x",
        "https://bot:s@host/x, https://…",
        "https://host/x?token=s, https://…",
        "bot:s@host:x, …@host:x",
        "host:x?token=s, host:x…",
        "a#s@b, a…",
    })
    void aValueIsShownWithoutThePartsThatCouldHoldASecret(String text, String shown) {
        assertThat(SafeQuoting.quoteValue(text)).isEqualTo("'" + shown + "'");
    }

    @Test
    void aValueStaysOnOneShortLine() {
        assertThat(SafeQuoting.quoteValue("a\nb\u001b[31m")).isEqualTo("'a?b?[31m'");
        assertThat(SafeQuoting.quoteValue("a".repeat(101))).isEqualTo("'" + "a".repeat(100) + "…'");
    }

    @Test
    void ofAMalformedUrlOnlyTheSchemeIsShown() {
        assertThat(SafeQuoting.quoteScheme("https://bot:s")).isEqualTo("'https://…'");
        assertThat(SafeQuoting.quoteScheme("https:bot:s")).isEqualTo("'…'");
    }

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
}
