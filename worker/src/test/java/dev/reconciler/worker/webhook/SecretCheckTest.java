package dev.reconciler.worker.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On the vector that GitHub documents. */
class SecretCheckTest {
    private static final String SECRET = "It's a Secret to Everybody";
    private static final byte[] BODY = "Hello, World!".getBytes(StandardCharsets.UTF_8);
    private static final String SIGNATURE = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

    @Test
    void theDocumentedSignatureIsGenuine() {
        assertThat(SecretCheck.isSignature(SIGNATURE, BODY, SECRET)).isTrue();
        assertThat(new GitHub().isGenuine(name -> "sha256=" + SIGNATURE, BODY, SECRET))
                .isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                SIGNATURE,
                "sha256=",
                "sha1=" + SIGNATURE,
                "sha256=757107ea",
                "sha256=857107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
            })
    void everyOtherSignatureIsRefused(String header) {
        assertThat(new GitHub().isGenuine(name -> header, BODY, SECRET)).isFalse();
    }

    @Test
    void anotherByteOrAnotherSecretHasAnotherSignature() {
        byte[] body = "Hello, World?".getBytes(StandardCharsets.UTF_8);

        assertThat(SecretCheck.isSignature(SIGNATURE, body, SECRET)).isFalse();
        assertThat(SecretCheck.isSignature(SIGNATURE, BODY, SECRET + " ")).isFalse();
    }

    @Test
    void giteaForgejoAndGogsEachSignUnderTheirOwnName() {
        for (String header : new String[] {"X-Gitea-Signature", "X-Forgejo-Signature", "X-Gogs-Signature"}) {
            assertThat(new Gitea().isGenuine(name -> name.equals(header) ? SIGNATURE : null, BODY, SECRET))
                    .as(header)
                    .isTrue();
        }
        assertThat(new Gitea().isGenuine(name -> null, BODY, SECRET)).isFalse();
    }
}
