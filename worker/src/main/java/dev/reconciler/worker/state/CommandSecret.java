package dev.reconciler.worker.state;

import java.security.SecureRandom;
import java.util.HexFormat;

/** The secret by which a worker knows the commands of its host, made at each start. */
public final class CommandSecret {
    private static final int BYTES = 32;

    private CommandSecret() {}

    /** Makes a secret that nobody can guess. */
    public static String makeRandom() {
        byte[] bits = new byte[BYTES];
        new SecureRandom().nextBytes(bits);
        return HexFormat.of().formatHex(bits);
    }
}
