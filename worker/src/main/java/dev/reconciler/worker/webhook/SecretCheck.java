package dev.reconciler.worker.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Checks whether a caller knows a secret. The time that a check takes tells the caller nothing about the secret. */
final class SecretCheck {
    private static final String ALGORITHM = "HmacSHA256";

    private SecretCheck() {}

    /**
     * Whether the caller signed exactly those bytes with HMAC-SHA256.
     *
     * @param hex the signature in hexadecimal; null where the request has none
     */
    static boolean isSignature(@Nullable String hex, byte[] body, String secret) {
        return isSame(hex, HexFormat.of().formatHex(computeHmac(toBytes(secret), body)));
    }

    /** Whether the caller sent the secret itself. */
    static boolean isSame(@Nullable String sent, String secret) {
        // MessageDigest.isEqual compares every byte, also after the first that differs.
        return sent != null && MessageDigest.isEqual(toBytes(sent), toBytes(secret));
    }

    /** The HMAC-SHA256 of parts that follow each other. */
    static byte[] computeHmac(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            Arrays.stream(parts).forEach(mac::update);
            return mac.doFinal();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java runtime has " + ALGORITHM, missing);
        }
    }

    private static byte[] toBytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
