package dev.reconciler.worker.config.reader;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.key.PrivateKeyText;
import dev.reconciler.worker.config.ConfiguredPaths;
import dev.reconciler.worker.config.RemoteUrl;
import dev.reconciler.worker.config.SecretReference;
import dev.reconciler.worker.config.yaml.YamlEntry;
import dev.reconciler.worker.config.yaml.YamlSection;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Resolves the references of a file: secrets, paths and remotes. Relative paths start from the file's directory. */
final class SecretAndPathReader {
    private static final String EXPECTED = "a reference to the secret, env:NAME or file:PATH";

    private final Path base;
    private final Map<String, String> environment;

    /** @param base the directory that relative paths start from */
    SecretAndPathReader(Path base, Map<String, String> environment) {
        this.base = base;
        this.environment = environment;
    }

    /**
     * Reads a reference and tries its secret once, so that a missing secret is a problem of the file.
     *
     * @return null where the key is absent or wrong
     */
    @Nullable
    SecretReference readSecret(YamlSection section, String key) {
        return readReference(section.findEntry(key));
    }

    /** As {@link #readSecret}; a missing key is a problem. */
    @Nullable
    SecretReference readRequiredSecret(YamlSection section, String key) {
        return readReference(section.requireEntry(key, EXPECTED));
    }

    /** As {@link #readRequiredSecret}, for a private SSH key that needs no passphrase. */
    @Nullable
    SecretReference readRequiredPrivateKey(YamlSection section, String key) {
        YamlEntry entry = section.requireEntry(key, EXPECTED);
        SecretReference reference = readReference(entry);
        if (entry == null || reference == null) {
            return null;
        }
        Optional<String> problem = PrivateKeyText.findProblem(reference.get());
        problem.ifPresent(words -> entry.addProblem(reference + " " + words));
        return problem.isPresent() ? null : reference;
    }

    /** Resolves a path of the file. */
    Path resolvePath(String text) {
        return ConfiguredPaths.resolvePath(text, base);
    }

    /** Parses a remote of the file. */
    RemoteUrl parseRemote(String text) {
        return RemoteUrl.parse(text, base);
    }

    private @Nullable SecretReference readReference(@Nullable YamlEntry entry) {
        // Any scalar: to be told to quote 12345 would lead a person to write the secret itself.
        return entry == null ? null : entry.readScalar(EXPECTED, this::parseAndTrySecret);
    }

    private SecretReference parseAndTrySecret(String text) {
        SecretReference reference = SecretReference.parse(text, base, environment);
        try {
            reference.get();
        } catch (RefusedException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        return reference;
    }
}
