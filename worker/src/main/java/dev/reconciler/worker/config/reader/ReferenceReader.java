package dev.reconciler.worker.config.reader;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.worker.config.ConfiguredPaths;
import dev.reconciler.worker.config.RemoteUrl;
import dev.reconciler.worker.config.SecretReference;
import dev.reconciler.worker.config.yaml.YamlEntry;
import dev.reconciler.worker.config.yaml.YamlSection;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a file refers to: secrets, paths and remotes, the relative ones from its directory. */
final class ReferenceReader {
    private static final String EXPECTED = "a reference to the secret, env:NAME or file:PATH";

    private final Path base;
    private final Map<String, String> environment;

    /** @param base the directory that relative paths start from */
    ReferenceReader(Path base, Map<String, String> environment) {
        this.base = base;
        this.environment = environment;
    }

    /** The secret's place; it is tried once, since what is missing now is reported now. */
    @Nullable
    SecretReference readSecret(YamlSection section, String key) {
        return readReference(section.findEntry(key));
    }

    @Nullable
    SecretReference readRequiredSecret(YamlSection section, String key) {
        return readReference(section.requireEntry(key, EXPECTED));
    }

    /** A path of the file, from its directory. */
    Path resolvePath(String text) {
        return ConfiguredPaths.resolvePath(text, base);
    }

    /** A remote of the file, a path from its directory. */
    RemoteUrl parseRemote(String text) {
        return RemoteUrl.parse(text, base);
    }

    private @Nullable SecretReference readReference(@Nullable YamlEntry entry) {
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
