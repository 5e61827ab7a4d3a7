package dev.reconciler.worker.config;

import dev.reconciler.git.RefusedException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a file refers to: secrets, paths and remotes, the relative ones from its directory. */
final class References {
    private static final String EXPECTED = "a reference to the secret, env:NAME or file:PATH";

    private final Path base;
    private final Map<String, String> environment;

    /** @param base the directory that relative paths start from */
    References(Path base, Map<String, String> environment) {
        this.base = base;
        this.environment = environment;
    }

    /** The secret's place; it is tried once, since what is missing now is reported now. */
    @Nullable
    SecretRef secret(Section section, String key) {
        return read(section.find(key));
    }

    @Nullable
    SecretRef requiredSecret(Section section, String key) {
        return read(section.require(key, EXPECTED));
    }

    /** A path of the file, from its directory. */
    Path path(String text) {
        return Paths.resolve(text, base);
    }

    /** A remote of the file, a path from its directory. */
    RemoteUrl remote(String text) {
        return RemoteUrl.parse(text, base);
    }

    private @Nullable SecretRef read(@Nullable Entry entry) {
        return entry == null ? null : entry.scalar(EXPECTED, this::tried);
    }

    private SecretRef tried(String text) {
        SecretRef reference = SecretRef.parse(text, base, environment);
        try {
            reference.get();
        } catch (RefusedException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        return reference;
    }
}
