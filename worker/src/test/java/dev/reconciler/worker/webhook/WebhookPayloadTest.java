package dev.reconciler.worker.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reconciler.model.CommitId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookPayloadTest {
    private static final String OLD = "6113728f27ae82c7b1a177c8d03f9e96e0adf246";
    private static final String NEW = "1481a2de7b2a7d02428ad93446ab166be7793fbb";
    private static final String ZEROS = "0".repeat(40);

    private static WebhookPayload read(String json) {
        return WebhookPayload.read(header -> null, json.getBytes(StandardCharsets.UTF_8));
    }

    private static ForgeEvent push(String ref, String before, String after) {
        return read("{\"ref\":\"%s\",\"before\":\"%s\",\"after\":\"%s\",\"http\":\"https://h/r\",\"ssh\":\"git@h:r\"}"
                        .formatted(ref, before, after))
                .readPush("/ssh", "/absent", "/http");
    }

    private static WebhookAnswer refusal(@Nullable String type, byte[] body) {
        return catchThrowableOfType(RequestRefusedException.class, () -> WebhookPayload.read(header -> type, body))
                .answer();
    }

    @Test
    void aPushHasItsBranchItsCommitsAndItsUrlsInTheOrderOfThePaths() {
        assertThat(push("refs/heads/data/live", OLD, NEW))
                .isEqualTo(new ForgeEvent.PushEvent(
                        "data/live", new CommitId(OLD), new CommitId(NEW), List.of("git@h:r", "https://h/r")));
    }

    @Test
    void aNewBranchHasNoCommitBefore() {
        assertThat(push("refs/heads/main", ZEROS, NEW)).isInstanceOfSatisfying(ForgeEvent.PushEvent.class, pushed -> {
            assertThat(pushed.before()).isNull();
            assertThat(pushed.after()).isEqualTo(new CommitId(NEW));
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            refs/tags/v1    | 1481a2de7b2a7d02428ad93446ab166be7793fbb | refs/tags/v1 is no branch
            refs/heads/main | 0000000000000000000000000000000000000000 | branch main was deleted
            """)
    void aTagAndADeletedBranchAreIgnored(String ref, String after, String why) {
        assertThat(push(ref, OLD, after)).isEqualTo(new ForgeEvent.IgnoredEvent(why));
    }

    @Test
    void aCommitOfSha256IsAPushWhoseCommitIsNotKnown() {
        assertThat(push("refs/heads/main", "b".repeat(64), "a".repeat(64)))
                .isInstanceOfSatisfying(ForgeEvent.PushEvent.class, pushed -> {
                    assertThat(pushed.before()).isNull();
                    assertThat(pushed.after()).isNull();
                });
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "main",
                "1481A2DE7B2A7D02428AD93446AB166BE7793FBB",
                "1481a2de7b2a7d02428ad93446ab166be7793fb",
                "0000000000000000000000000000000000000000"
            })
    void everythingElseThanANameOfSha1IsNoCommit(@Nullable String name) {
        assertThat(WebhookPayload.toCommit(name)).isNull();
    }

    @Test
    void aTextThatIsBlankOrNoTextIsAbsent() {
        WebhookPayload payload = read("{\"blank\":\" \",\"number\":5,\"null\":null,\"deep\":{\"text\":\"here\"}}");

        assertThat(payload.textsAt("/blank", "/number", "/null", "/absent", "/deep", "/deep/text"))
                .containsExactly("here");
        assertThatThrownBy(() -> payload.requireText("/number"))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessage("number is missing (expected: a text)");
    }

    @Test
    void aBodyThatIsNoJsonIsRefusedWithThePlaceAndWithoutItsText() {
        WebhookAnswer answer = refusal("application/json", "{\n  \"secret\": canary}".getBytes(StandardCharsets.UTF_8));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().get("error"))
                .asString()
                .contains("line 2, column")
                .doesNotContain("canary");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            application/vnd.github+json       | payload=%7B%7D | 400
            APPLICATION/JSON                  | payload=%7B%7D | 400
            application/x-www-form-urlencoded | payload=%7B    | 400
            application/x-www-form-urlencoded | payload=%zz    | 400
            application/x-www-form-urlencoded | other=%7B%7D   | 400
            application/x-www-form-urlencoded | {"ref":        | 400
            text/plain                        | {"ref":        | 415
            text/plain                        | ["ref"]        | 400
            """)
    void theContentTypeCountsOnlyWhereTheBodyIsNoJson(String type, String body, int status) {
        assertThat(refusal(type, body.getBytes(StandardCharsets.UTF_8)).status())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "payload=%7B%22ref%22%3A%22refs%2Fheads%2Fm%C3%BCnchen+data%22%7D",
                "a=b&payload={\"ref\":\"refs/heads/m%C3%BCnchen%20data\"}&c",
                " {\"ref\":\"refs/heads/münchen data\"}"
            })
    void theObjectIsTheBodyOrInAFieldOfAForm(String body) {
        RequestHeaders form = name -> "Application/X-WWW-Form-Urlencoded; charset=utf-8";

        assertThat(WebhookPayload.read(form, body.getBytes(StandardCharsets.UTF_8))
                        .requireText("/ref"))
                .isEqualTo("refs/heads/münchen data");
    }

    @Test
    void aBodyWithoutAContentTypeIsTakenForJson() {
        assertThat(refusal(null, "hello".getBytes(StandardCharsets.UTF_8)).status())
                .isEqualTo(400);
    }

    @Test
    void aBodyInAnEncodingThatJsonDoesNotHaveIsRefused() {
        byte[] latin = "{\"ref\":\"Zürich\"}".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(refusal("application/json", latin).status()).isEqualTo(400);
    }
}
