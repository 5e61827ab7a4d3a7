package dev.reconciler.git.lease;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The ids of leases: 128 random bits, of which the disk knows the SHA-256 alone. */
final class LeaseId {
    private static final int BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private LeaseId() {}

    /** Makes an id that nobody can guess, in 32 hexadecimal digits. */
    static String makeRandom() {
        byte[] bits = new byte[BYTES];
        RANDOM.nextBytes(bits);
        return HexFormat.of().formatHex(bits);
    }

    /** The SHA-256 of an id, in hexadecimal digits. */
    static String hash(String id) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException missing) {
            throw new LinkageError("every Java has SHA-256", missing);
        }
    }
}
