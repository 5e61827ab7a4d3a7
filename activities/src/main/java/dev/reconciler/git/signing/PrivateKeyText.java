package dev.reconciler.git.signing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of a private SSH key, looked at from outside: whether it is one, and needs no passphrase. */
public final class PrivateKeyText {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----\\s(.*)-----END \\1PRIVATE KEY-----", Pattern.DOTALL);
    private static final byte[] MAGIC = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);
    private static final String EXPECTED = "a private SSH key without a passphrase";

    private PrivateKeyText() {}

    /**
     * Says why a text can't sign, as far as that shows without its being parsed.
     *
     * @return a message that has nothing of the text, to be set behind where the text is; empty where it may sign
     */
    public static Optional<String> findProblem(String text) {
        Matcher block = BLOCK.matcher(text);
        if (!block.find()) {
            return Optional.of("is no private SSH key (expected: " + EXPECTED + ")");
        }
        boolean isLocked = block.group(1).equals("OPENSSH ")
                ? isOpenSshLocked(block.group(2))
                // The older formats have a header for it, or another name.
                : block.group(1).equals("ENCRYPTED ") || block.group(2).contains("ENCRYPTED");
        return isLocked ? Optional.of("has a passphrase (expected: " + EXPECTED + ")") : Optional.empty();
    }

    // OpenSSH's PROTOCOL.key: behind the magic comes the name of the cipher, "none" where there is no passphrase.
    private static boolean isOpenSshLocked(String base64) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getMimeDecoder().decode(base64));
            bytes.position(MAGIC.length);
            byte[] cipher = new byte[bytes.getInt()];
            bytes.get(cipher);
            return !new String(cipher, StandardCharsets.US_ASCII).equals("none");
        } catch (RuntimeException broken) {
            // Not for this look to say: whoever parses the key says what is wrong with it.
            return false;
        }
    }
}
