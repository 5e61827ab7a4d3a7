package dev.reconciler.git.key;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.model.ErrorType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Iterator;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.security.auth.login.LoginException;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.jspecify.annotations.Nullable;

/**
 * The text of a private SSH key, for a login or a signature. The check of a configuration and a run read it in the same
 * way, so that a key which passes the check can be used.
 *
 * <p>Read are the forms that {@code ssh-keygen} and OpenSSL write, with line ends of any system. As for {@code ssh}, the
 * first key of a text counts.
 */
public final class PrivateKeyText {
    private static final String MAKE_ONE = "; ssh-keygen -t ed25519 -N '' -f FILE makes one";
    private static final String EXPECTED = "expected: the text of a private SSH key without a passphrase";

    private static final String PUTTY = "PuTTY-User-Key-File-";
    private static final Pattern PUBLIC = Pattern.compile(
            "\\A\\s*(?:(?:ssh|ecdsa|sk)-\\S+\\s+AAAA|-----BEGIN [A-Z ]*PUBLIC KEY-----|---- BEGIN SSH2 PUBLIC KEY ----)");
    /** How {@code -----BEGIN} looks in base64: CI systems keep secrets of several lines so. */
    private static final String BASE64 = "LS0tLS1CRUdJTi";

    private static final Pattern BEGIN = Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----");
    private static final Pattern END = Pattern.compile("-----END [A-Z ]*PRIVATE KEY-----");
    private static final Pattern ONE_LINE = Pattern.compile(BEGIN.pattern() + "[^\r\n]*" + END.pattern());

    private PrivateKeyText() {}

    /**
     * Says why a text is no key that can be used without a question.
     *
     * @return a message that has nothing of the text, to be set behind where the text is; empty where it can be used
     */
    public static Optional<String> findProblem(String text) {
        try {
            return parseFirst(text) == null ? Optional.of(explainUnread(text)) : Optional.empty();
        } catch (LoginException locked) {
            return Optional.of("has a passphrase, and nobody is there to type it (" + EXPECTED
                    + "; ssh-keygen -p -N '' -f COPY takes it from a copy of the key)");
        } catch (IOException | GeneralSecurityException | RuntimeException unreadable) {
            return Optional.of(explainUnread(text));
        }
    }

    /**
     * Reads the key.
     *
     * @param place where the text is, for the message
     * @throws RefusedException of type Configuration, with what {@link #findProblem} says
     */
    public static KeyPair readKeyPair(String text, String place) {
        try {
            KeyPair pair = parseFirst(text);
            if (pair != null) {
                return pair;
            }
        } catch (IOException | GeneralSecurityException | RuntimeException unreadable) {
            // What is wrong with the text is told below, without the words of the library, which may quote it.
        }
        throw new RefusedException(
                ErrorType.CONFIGURATION, place + " " + findProblem(text).orElseGet(() -> explainUnread(text)));
    }

    private static @Nullable KeyPair parseFirst(String text) throws IOException, GeneralSecurityException {
        // A secret from the environment has often lost its last line end, which a key file has.
        byte[] bytes = text.concat("\n").getBytes(StandardCharsets.UTF_8);
        Iterable<KeyPair> pairs = SecurityUtils.loadKeyPairIdentities(
                null, NamedResource.ofName("key"), new ByteArrayInputStream(bytes), null);
        // The library answers null where it finds no beginning of a key.
        if (pairs == null) {
            return null;
        }
        Iterator<KeyPair> found = pairs.iterator();
        return found.hasNext() ? found.next() : null;
    }

    private static String explainUnread(String text) {
        if (text.contains(PUTTY)) {
            return "is a key of PuTTY (" + EXPECTED
                    + "; puttygen KEY.ppk -O private-openssh-new -o FILE, or \"Export OpenSSH key\" in PuTTYgen's menu,"
                    + " writes it)";
        }
        if (PUBLIC.matcher(text).find()) {
            return "is a public key, which the server gets (" + EXPECTED
                    + ", which is in the file of the same name without .pub)";
        }
        if (text.strip().startsWith(BASE64)) {
            return "is a key in base64 (" + EXPECTED + "; base64 -d gives it)";
        }
        if (!BEGIN.matcher(text).find()) {
            return "is no private SSH key (" + EXPECTED + MAKE_ONE + ")";
        }
        if (!END.matcher(text).find()) {
            return "is a private key that is cut off: it has no line -----END … PRIVATE KEY----- (" + EXPECTED + ")";
        }
        if (ONE_LINE.matcher(text).find()) {
            return "is a private key whose line ends were lost (" + EXPECTED
                    + ", with its lines; in a shell: export NAME=\"$(cat FILE)\")";
        }
        return "is a private key that is damaged or of an unknown type (" + EXPECTED
                + ", of type Ed25519, ECDSA or RSA; ssh-keygen -y -f FILE says whether it is whole" + MAKE_ONE + ")";
    }
}
