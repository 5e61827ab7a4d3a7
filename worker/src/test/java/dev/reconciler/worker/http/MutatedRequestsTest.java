package dev.reconciler.worker.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.worker.WebhookAssembly;
import dev.reconciler.worker.webhook.Forge;
import dev.reconciler.worker.webhook.WebhookAnswer;
import dev.reconciler.worker.webhook.WebhookHandler;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Requests made of genuine ones by random changes of their bytes and headers. */
class MutatedRequestsTest extends EndpointFixture {
    private static final String REPOSITORIES = """
            - { id: hub, path: hub.git, remote: "https://github.com/civic-org/open-data", branch: main }
            """;
    private static final List<String> PROOFS = List.of(
            "X-Hub-Signature-256", "X-Gitlab-Token", "X-Gitea-Signature", "X-Forgejo-Signature", "X-Gogs-Signature");

    @Test
    void noneOfAFewHundredIsAcceptedWithoutItsProof() throws Exception {
        refuseEach(600);
    }

    @Test
    @Tag("long")
    void noneOfAHundredThousandIsAcceptedWithoutItsProof() throws Exception {
        refuseEach(100_000);
    }

    private void refuseEach(int count) throws Exception {
        WebhookHandler handler =
                WebhookAssembly.newHandler(configuration(REPOSITORIES, SECRETS), () -> elsewhere, starter);
        byte[] genuine = payload("github-push");
        for (int seed = 0; seed < count; seed++) {
            Random random = new Random(seed);
            byte[] body = mutate(genuine, random);
            Map<String, String> headers = wrongProofs(genuine, body, random);
            Forge forge = Forge.ALL.get(random.nextInt(Forge.ALL.size()));

            WebhookAnswer push = handler.receivePush(forge, headers::get, body);
            WebhookAnswer reload = handler.receiveReload(headers::get, body);

            assertThat(List.of(push.status(), reload.status()))
                    .as("seed %d, %s", seed, headers)
                    .containsOnly(401);
        }
        assertThat(starter.started).isEmpty();
    }

    /** Always other bytes than the genuine ones. */
    private static byte[] mutate(byte[] genuine, Random random) {
        byte[] body = Arrays.copyOf(genuine, 1 + random.nextInt(2 * genuine.length));
        for (int changes = random.nextInt(8); changes >= 0; changes--) {
            body[random.nextInt(body.length)] = (byte) random.nextInt();
        }
        if (Arrays.equals(body, genuine)) {
            body[0] ^= 1;
        }
        return body;
    }

    /** Of each proof none, one of another body, a changed one, or a changed secret. */
    private static Map<String, String> wrongProofs(byte[] genuine, byte[] body, Random random) {
        Map<String, String> headers = new HashMap<>();
        for (String proof : PROOFS) {
            String prefix = proof.startsWith("X-Hub") ? "sha256=" : "";
            switch (random.nextInt(5)) {
                case 0 -> headers.put(proof, prefix + sign(genuine));
                case 1 -> headers.put(proof, prefix + change(sign(body), random));
                case 2 -> headers.put(proof, change(SECRET, random));
                case 3 -> headers.put(proof, prefix);
                default -> headers.remove(proof);
            }
        }
        headers.put("Authorization", "Bearer " + (random.nextBoolean() ? SECRET : change(TOKEN, random)));
        return headers;
    }

    private static String change(String text, Random random) {
        int at = random.nextInt(text.length());
        char other = (char) (text.charAt(at) ^ (1 << random.nextInt(3)));
        return text.substring(0, at) + other + text.substring(at + (random.nextBoolean() ? 1 : 0));
    }
}
