package dev.reconciler.worker.config.reader;

import dev.reconciler.git.repository.SigningKey;
import dev.reconciler.worker.config.SecretReference;
import dev.reconciler.worker.config.yaml.YamlEntry;
import dev.reconciler.worker.config.yaml.YamlSection;
import org.jspecify.annotations.Nullable;

/** Reads {@code signing}: the format decides what the key is. */
final class SigningReader {
    private static final String FORMATS = "ssh or openpgp";

    private final SecretAndPathReader references;

    SigningReader(SecretAndPathReader references) {
        this.references = references;
    }

    /** @return null where there is a problem, which the entry's collector then has */
    @Nullable
    SigningKey readSigning(YamlEntry entry) {
        YamlSection section = YamlSection.open(entry, "format", "key");
        SigningFormat format = section.readRequiredText("format", FORMATS, SigningReader::parseFormat);
        if (format == null) {
            // What the key has to be is not known, but a missing one is missing in any format.
            section.requireEntry("key", "the key that signs");
            return null;
        }
        return format == SigningFormat.SSH ? readSshKey(section) : readOpenPgpKey(section);
    }

    private static SigningFormat parseFormat(String text) {
        return switch (text) {
            case "ssh" -> SigningFormat.SSH;
            case "openpgp" -> SigningFormat.OPENPGP;
            default -> throw new IllegalArgumentException("'" + text + "' (expected: " + FORMATS + ")");
        };
    }

    private @Nullable SigningKey readSshKey(YamlSection section) {
        SecretReference key = references.readRequiredPrivateKey(section, "key");
        return key == null ? null : new SigningKey.SshSigningKey(key);
    }

    private static @Nullable SigningKey readOpenPgpKey(YamlSection section) {
        String id = section.readRequiredText(
                "key", "the fingerprint, key ID or address of a key in gpg's keyring", ValueChecks::checkKeyId);
        return id == null ? null : new SigningKey.OpenPgpSigningKey(id);
    }

    private enum SigningFormat {
        SSH,
        OPENPGP
    }
}
