package dev.reconciler.git.signing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.common.util.security.SecurityUtils;

/**
 * Signs with a private key of SSH inside this process: the key is in the configuration, no program and no agent is
 * needed, and the key is written to no other file.
 *
 * <p>The format is that of OpenSSH's {@code PROTOCOL.sshsig}, with the namespace {@code git}.
 */
final class SshKeySigner implements CommitSigner {
    private static final byte[] MAGIC = "SSHSIG".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final String NAMESPACE = "git";
    private static final String HASH = "sha512";
    private static final int LINE_LENGTH = 70;

    private final Supplier<String> key;
    private final UnsignedReplay refusal;

    SshKeySigner(Supplier<String> key, UnsignedReplay refusal) {
        this.key = key;
        this.refusal = refusal;
    }

    @Override
    public String sign(byte[] commit, Path scratch) throws IOException {
        try {
            KeyPair pair = readKeyPair(key.get());
            return formatArmor(newSignature(pair, commit));
        } catch (IOException | GeneralSecurityException unusable) {
            throw refusal.refuse("with the configured SSH key, which can't be read or has a passphrase", unusable);
        }
    }

    private static KeyPair readKeyPair(String text) throws IOException, GeneralSecurityException {
        // A secret from the environment has often lost its last line end, which a key file has.
        byte[] bytes = text.concat("\n").getBytes(StandardCharsets.UTF_8);
        List<KeyPair> pairs = new ArrayList<>();
        Iterable<KeyPair> read = SecurityUtils.loadKeyPairIdentities(
                null, NamedResource.ofName("signing.key"), new ByteArrayInputStream(bytes), null);
        if (read != null) {
            read.forEach(pairs::add);
        }
        if (pairs.size() != 1) {
            throw new IOException(pairs.size() + " keys");
        }
        return pairs.get(0);
    }

    private static byte[] newSignature(KeyPair pair, byte[] commit) throws GeneralSecurityException, IOException {
        ByteArrayBuffer signed = new ByteArrayBuffer();
        signed.putRawBytes(MAGIC);
        putNamespace(signed);
        signed.putBytes(MessageDigest.getInstance("SHA-512").digest(commit));
        String algorithm = chooseAlgorithm(pair);
        ByteArrayBuffer signature = new ByteArrayBuffer();
        signature.putString(algorithm);
        signature.putBytes(signBytes(pair, algorithm, signed.getCompactData()));
        ByteArrayBuffer whole = new ByteArrayBuffer();
        whole.putRawBytes(MAGIC);
        whole.putInt(VERSION);
        whole.putPublicKey(pair.getPublic());
        putNamespace(whole);
        whole.putBytes(signature.getCompactData());
        return whole.getCompactData();
    }

    // The namespace, a reserved field that is empty, and the hash that the commit goes in by.
    private static void putNamespace(ByteArrayBuffer buffer) {
        buffer.putString(NAMESPACE);
        buffer.putString("");
        buffer.putString(HASH);
    }

    // The type of an RSA key is the name of its old signature by SHA-1, which the format forbids.
    private static String chooseAlgorithm(KeyPair pair) {
        String type = KeyUtils.getKeyType(pair);
        return KeyPairProvider.SSH_RSA.equals(type) ? KeyUtils.RSA_SHA512_KEY_TYPE_ALIAS : type;
    }

    private static byte[] signBytes(KeyPair pair, String algorithm, byte[] bytes)
            throws GeneralSecurityException, IOException {
        BuiltinSignatures factory = BuiltinSignatures.fromFactoryName(algorithm);
        if (factory == null || !factory.isSupported()) {
            throw new GeneralSecurityException("no signatures of type " + algorithm);
        }
        try {
            Signature signature = factory.create();
            signature.initSigner(null, pair.getPrivate());
            signature.update(null, bytes);
            return Objects.requireNonNull(signature.sign(null));
        } catch (GeneralSecurityException | IOException | RuntimeException unusable) {
            throw unusable;
        } catch (Exception unusable) {
            throw new GeneralSecurityException(unusable);
        }
    }

    private static String formatArmor(byte[] signature) {
        String text = Base64.getMimeEncoder(LINE_LENGTH, new byte[] {'\n'}).encodeToString(signature);
        return "-----BEGIN SSH SIGNATURE-----\n" + text + "\n-----END SSH SIGNATURE-----\n";
    }
}
