package dev.reconciler.git.signing;

import dev.reconciler.git.key.PrivateKeyText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

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
            KeyPair pair = PrivateKeyText.readKeyPair(key.get(), "`signing.key` of the configuration");
            return formatArmor(newSignature(pair, commit));
        } catch (IOException | GeneralSecurityException unusable) {
            throw refusal.refuse("with a key of the type that the configured one has", unusable);
        }
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
