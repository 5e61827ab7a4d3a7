package dev.reconciler.worker.config.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueChecksTest {
    private static final Map<String, Function<String, ?>> CHECKS = Map.of(
            "id", ValueChecks::parseId,
            "branch", ValueChecks::parseBranch,
            "remoteName", ValueChecks::checkRemoteName,
            "host", ValueChecks::checkHost,
            "namespace", ValueChecks::checkNamespace,
            "name", ValueChecks::checkPersonName,
            "email", ValueChecks::checkEmail,
            "username", ValueChecks::checkUsername,
            "url", ValueChecks::checkHttpUrl,
            "every", ValueChecks::parseInterval);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id | civic-data",
                "branch | data/live",
                "remoteName | up.stream_2-x",
                "host | data-host-1",
                "namespace | default",
                "name | Zoë Müller-Núñez",
                "email | a+b@example.org",
                "username | x y",
                "url | http://127.0.0.1:3001/reload",
                "url | https://[::1]",
            })
    void aRightValueStaysAsItIs(String key, String text) {
        assertThat(CHECKS.get(key).apply(text)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id | Civic | 'Civic' (expected: lower-case letters, digits, '.', '_' and '-', starting with a letter",
                "branch | a..b | 'a..b' (expected: a branch's short name that git allows, such as main)",
                "remoteName | a..b | 'a..b' (expected: the name of a remote in the repository, such as origin)",
                "remoteName | a. | 'a.' (expected: the name of a remote",
                "remoteName | a.lock | 'a.lock' (expected: the name of a remote",
                "remoteName | a/b | 'a/b' (expected: the name of a remote",
                "remoteName | -a | '-a' (expected: the name of a remote",
                "host | a/b | 'a/b' (expected: a host name of letters, digits, '.', '_' and '-')",
                "namespace | a b | 'a b' (expected: a namespace of letters",
                "name | <x> | '<x>' (expected: a name without '<' and '>', on one line)",
                "name | .,:; | '.,:;' (expected: a name",
                "email | robot | 'robot' (expected: an e-mail address, such as reconciler@example.org)",
                "email | a@ | (expected: an e-mail address",
                "url | ftp://h | 'ftp://…' (expected: http:// or https:// with a host",
                "url | http://h?q | 'http://…' (expected: http://",
                "every | 999ms | '999ms' (expected: at least 1s)",
                "every | 5 | '5' (expected: a duration",
            })
    void aWrongValueIsShownWithWhatWasExpected(String key, String text, String expected) {
        assertThat(refuse(key, text)).hasMessageContaining(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"email | hunter2@", "url | http://bot:hunter2@h/x", "url | http://h/x?token=hunter2"})
    void aSecretAtAWrongPlaceIsNotShown(String key, String text) {
        assertThat(refuse(key, text)).hasMessageNotContaining("hunter2");
    }

    /** Some forges take a token as the user name. */
    @Test
    void aUserNameIsNeverShown() {
        assertThat(refuse("username", "hunter2\nhunter2"))
                .hasMessage("empty or of several lines (expected: a user name)");
        assertThat(refuse("username", " ")).hasMessage("empty or of several lines (expected: a user name)");
    }

    /** The problem names the key with its whole path; the model's own name of it would stand there a second time. */
    @Test
    void theModelsNameOfAKeyIsNotInTheMessage() {
        assertThat(refuse("id", "Civic").getMessage()).startsWith("'Civic' (expected: ");
        assertThat(refuse("branch", "a b").getMessage()).startsWith("'a b' (expected: ");
    }

    @Test
    void theShortestIntervalIsASecond() {
        assertThat(ValueChecks.parseInterval("1000ms")).isEqualTo(Duration.ofSeconds(1));
    }

    private static IllegalArgumentException refuse(String key, String text) {
        IllegalArgumentException refused = catchThrowableOfType(
                IllegalArgumentException.class, () -> CHECKS.get(key).apply(text));
        assertThat(refused).as(key + " '" + text + "' is refused").isNotNull();
        return refused;
    }
}
