package dev.reconciler.git.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.SecretForms;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.repository.RemoteCredentials;
import dev.reconciler.git.repository.RepositorySettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SecretScrubberTest {
    private static final String LONG = SecretForms.LONG;
    private static final String BASE64_OF_LONG =
            Base64.getEncoder().encodeToString(LONG.getBytes(StandardCharsets.UTF_8));

    /** The words of a remote's hook came to the terminal as they were: they could hide lines, or write others. */
    @ParameterizedTest
    @CsvSource({
        "'hook:\u001b[2J\u001b[31mgone', 'hook:?[2J?[31mgone'",
        "'title \u001b]0;x\u0007', 'title ?]0;x?'",
        "'over\rwritten', 'over?written'",
        "'eight bits \u009b31m', 'eight bits ?31m'",
        "'a\u0008b\u007fc\u0000d', 'a?b?c?d'",
        "'lines\r\nand\n\ttabs, caf\u00e9', 'lines\r\nand\n\ttabs, caf\u00e9'"
    })
    void whatWouldSteerATerminalIsTakenOut(String words, String shown) {
        assertThat(SecretScrubber.none().scrub(words)).isEqualTo(shown);
    }

    static Stream<Map.Entry<String, String>> secretsInTheirForms() {
        return Stream.of("canary/41+b7", SecretForms.AWKWARD, LONG)
                .flatMap(secret -> SecretForms.of(secret).stream().map(form -> Map.entry(secret, form)));
    }

    private static SecretScrubber knowing(String secret) {
        return SecretScrubber.none().with(Set.of(secret));
    }

    /** Only the raw password, its percent-encoding and its base64 with that user were known. */
    @ParameterizedTest
    @MethodSource("secretsInTheirForms")
    void aSecretIsTakenOutInWhateverFormItComes(Map.Entry<String, String> form) {
        String said = knowing(form.getKey()).scrub("remote: refused [" + form.getValue() + "] says the hook");

        assertThat(said)
                .startsWith("remote: refused [")
                .endsWith("] says the hook")
                .contains("***");
        // What base64 has besides: the end of the user, a bit of the last letter.
        assertThat(said.length()).isLessThan(75);
    }

    /** A page of 4 KiB ended in the middle of a token of 500 letters, and half of it was shown. */
    @Test
    void whatIsLeftOfASecretThatWasCutOffIsTakenOutToo() {
        SecretScrubber scrubber = knowing(LONG);

        assertThat(scrubber.scrub("start " + LONG.substring(0, 250))).isEqualTo("start ***");
        assertThat(scrubber.scrub(LONG.substring(260) + " end")).isEqualTo("*** end");
        assertThat(scrubber.scrub("a " + BASE64_OF_LONG.substring(13, 90) + " b"))
                .isEqualTo("a *** b");
    }

    @Test
    void anOrdinaryTextStaysAsItIs() {
        String text =
                "https://git.example.org/team/data.git: 403 Forbidden: the token of bot may not push; 100% of 3 - see"
                        + " https://docs.example.org/tokens, or run 'git log --author=\"a b\"' | less";

        assertThat(knowing(LONG).scrub(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "'to https://bot:ca@na@ry@host/x', 'to https://host/x'",
        "'{\"url\":\"https:\\/\\/bot:canary@host\\/x\"}', '{\"url\":\"https:\\/\\/host\\/x\"}'",
        "'at https://host/x?private_token=canary now', 'at https://host/x now'",
        "'GET /x.git?a=1&private_token=canary&b=2', 'GET /x.git?a=1&private_token=***&b=2'",
        "'body: access_token=canary', 'body: access_token=***'",
        "'Authorization: Basic canary', 'Authorization: ***'",
        "'{authorization=[Bearer canary], host=[x]}', '{authorization=[***], host=[x]}'",
        "'PRIVATE-TOKEN: canary', 'PRIVATE-TOKEN: ***'",
        "'{\"X-Gitlab-Token\": \"canary\"}', '{\"X-Gitlab-Token\": \"***\"}'",
        "'Proxy-Authorization: canary', 'Proxy-Authorization: ***'"
    })
    void whatStandsInThePlaceOfASecretIsTakenOutUnknown(String words, String shown) {
        assertThat(SecretScrubber.none().scrub(words)).isEqualTo(shown);
    }

    @Test
    void aKeyIsTakenOutByItsLines() {
        String body = "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAE\nQyNTUxOQAAACDKcanaryB7mZ0x9Wk3";
        RepositorySettings plain = TestRepositories.settings(Path.of("data"), "ssh://git@example.org/data.git");
        RepositorySettings settings = new RepositorySettings(
                plain.id(),
                plain.path(),
                plain.remoteUrl(),
                plain.remoteName(),
                plain.branch(),
                plain.bare(),
                new RemoteCredentials.SshKeyCredentials(
                        () -> "-----BEGIN OPENSSH PRIVATE KEY-----\n" + body + "\n-----END OPENSSH PRIVATE KEY-----\n",
                        null),
                plain.identity());

        assertThat(SecretScrubber.of(settings)
                        .scrub("no -----BEGIN OPENSSH PRIVATE KEY-----: ACDKcanaryB7mZ0x9Wk3, " + body))
                .isEqualTo("no -----BEGIN OPENSSH PRIVATE KEY-----: ***, ***");
    }

    /** A filter that prints megabytes must not use the memory of the whole process. */
    @Test
    void ofMegabytesTheEndsAreKept() {
        String text = "head " + "x".repeat(4 << 20) + LONG + " tail";

        assertThat(knowing(LONG).scrub(text))
                .startsWith("head xxx")
                .endsWith("*** tail")
                .hasSizeLessThan(5_000);
    }
}
