package dev.reconciler.git.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.settings.GitSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsSecretsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[http]\n extraHeader = Authorization: Bearer canary-7",
                "[http]\n extraHeader = X-Token:canary-7",
                // bot:canary-7
                "[http \"https://example.org/\"]\n extraHeader = \"AUTHORIZATION: basic Ym90OmNhbmFyeS03\"",
                "[http]\n proxy = http://bot:canary-7@proxy:3128",
                "[http \"https://example.org/\"]\n proxy = bot:canary%2D7@proxy:3128",
                "[remote \"origin\"]\n proxy = http://bot:canary-7@proxy:3128",
                "[remote \"origin\"]\n url = https://bot:canary-7@example.org/data.git",
                "[remote \"origin\"]\n pushurl = https://canary-7@example.org/data.git",
                "[remote \"other\"]\n url = https://example.org/data.git?private_token=canary-7&x=1",
                "[url \"https://oauth2:canary-7@example.org/\"]\n insteadOf = https://example.org/",
                "[http \"https://bot:canary-7@example.org/\"]\n sslVerify = true"
            })
    void whatGitsSettingsHoldIsFound(String settings) {
        assertThat(SettingsSecrets.find(GitSettings.parse(settings).orElseThrow(), Map.of()))
                .contains("canary-7");
    }

    @Test
    void theLoginOfAProxyInTheEnvironmentIsFound() {
        GitSettings none = GitSettings.parse("").orElseThrow();

        assertThat(SettingsSecrets.find(none, Map.of("HTTPS_PROXY", "http://bot:canary-7@proxy:3128", "PATH", "/bin")))
                .containsExactly("canary-7");
    }

    /** Such a word is in every message, and nobody would understand one without it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[remote \"origin\"]\n url = ssh://gituser@example.org/data.git",
                "[remote \"origin\"]\n url = gituser@example.org:data.git",
                "[remote \"origin\"]\n url = /srv/data.git",
                "[remote \"origin\"]\n url = https://example.org/a@b/data.git",
                "[http]\n extraHeader = X-Retry: 1",
                "[http]\n proxy = http://proxy.example.org:3128"
            })
    void anOrdinaryWordIsNoSecret(String settings) {
        assertThat(SettingsSecrets.find(GitSettings.parse(settings).orElseThrow(), Map.of()))
                .isEmpty();
    }
}
