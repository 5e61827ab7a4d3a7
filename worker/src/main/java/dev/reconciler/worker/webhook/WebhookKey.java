package dev.reconciler.worker.webhook;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** The key by which two programs sign what they tell each other, as Standard Webhooks has it. */
public final class WebhookKey {
    /** With this a secret begins whose rest is in base64. */
    private static final String ENCODED = "whsec_";

    private static final String VERSION = "v1,";

    private final byte[] key;

    private WebhookKey(byte[] key) {
        this.key = key;
    }

    /**
     * The key that a secret holds: in base64 behind {@code whsec_}, else its own bytes.
     *
     * @throws IllegalArgumentException if it begins with {@code whsec_} and the rest is no base64, without the secret
     */
    public static WebhookKey of(String secret) {
        try {
            return new WebhookKey(
                    secret.startsWith(ENCODED)
                            ? Base64.getDecoder().decode(secret.substring(ENCODED.length()))
                            : secret.getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException showsTheSecret) {
            throw new IllegalArgumentException("its secret begins with " + ENCODED + ", and the rest is no base64");
        }
    }

    /** The value of {@code webhook-signature} for a message with that id and time. */
    public String sign(String id, String time, byte[] body) {
        byte[] head = (id + "." + time + ".").getBytes(StandardCharsets.UTF_8);
        return VERSION + Base64.getEncoder().encodeToString(SecretCheck.computeHmac(key, head, body));
    }

    /**
     * Whether one of the signatures is that of the message.
     *
     * @param signatures with a space between two, as where a secret is being replaced
     */
    public boolean hasSigned(String signatures, String id, String time, byte[] body) {
        String right = sign(id, time, body);
        return Arrays.stream(signatures.split(" ", -1)).anyMatch(each -> SecretCheck.isSame(each, right));
    }
}
