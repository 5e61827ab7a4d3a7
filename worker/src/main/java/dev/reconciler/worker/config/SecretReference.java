package dev.reconciler.worker.config;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The place of a secret: {@code env:NAME} or {@code file:PATH}.
 *
 * <p>Each {@link #get()} reads the secret again, so that a file that a person rotates takes effect without a restart.
 * No object keeps the secret, and no message shows it.
 */
public final class SecretReference implements Supplier<String> {
    private static final String ENV = "env:";
    private static final String FILE = "file:";
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern LINE_END = Pattern.compile("\r?\n\\z");
    private static final long LARGEST_BYTES = 1 << 20;

    private final String reference;
    private final Supplier<String> reader;

    private SecretReference(String reference, Supplier<String> reader) {
        this.reference = reference;
        this.reader = reader;
    }

    /**
     * Reads a reference, not the secret.
     *
     * @param base the directory that a relative path starts from
     * @param environment the variables in which {@code env:NAME} is looked up
     * @throws IllegalArgumentException if the text is no reference; the message does not show the text, because the
     *     text may be the secret itself
     */
    public static SecretReference parse(String text, Path base, Map<String, String> environment) {
        if (text.startsWith(ENV) && NAME.matcher(text.substring(ENV.length())).matches()) {
            String name = text.substring(ENV.length());
            return new SecretReference(text, () -> requireVariable(name, environment.get(name)));
        }
        // In "file://HOST/PATH" the host would become the first directory of the path.
        if (text.startsWith(FILE) && !text.startsWith(FILE + "//") && text.length() > FILE.length()) {
            Path file = ConfiguredPaths.resolvePath(text.substring(FILE.length()), base);
            return new SecretReference(FILE + file, () -> readFile(file));
        }
        throw new IllegalArgumentException("not shown, since it may be a secret (expected: a reference, env:NAME of an"
                + " environment variable or file:PATH of a file that holds the secret)");
    }

    /**
     * Reads the secret as it is now, without the line break that editors put at the end of a file.
     *
     * @throws RefusedException of type {@code Configuration} if the secret is missing, empty or can't be read
     */
    @Override
    public String get() {
        String secret = LINE_END.matcher(reader.get()).replaceFirst("");
        if (secret.isEmpty()) {
            throw newRefusedError(reference + " is empty (expected: the secret)");
        }
        return secret;
    }

    /** The environment variable that holds the secret; empty where a file holds it. */
    Optional<String> variable() {
        return reference.startsWith(ENV) ? Optional.of(reference.substring(ENV.length())) : Optional.empty();
    }

    /** The reference, never the secret. */
    @Override
    public String toString() {
        return reference;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SecretReference that && reference.equals(that.reference);
    }

    @Override
    public int hashCode() {
        return Objects.hash(reference);
    }

    private static String requireVariable(String name, @Nullable String value) {
        if (value == null) {
            throw newRefusedError("the environment variable " + name + " is not set (expected: set to the secret)");
        }
        return value;
    }

    private static String readFile(Path file) {
        // A directory or a pipe is refused before the read: a pipe would block the read until another process writes.
        if (!Files.isRegularFile(file)) {
            throw newRefusedError("the file " + file + (Files.exists(file) ? " is no regular file" : " does not exist")
                    + " (expected: a file that holds the secret)");
        }
        try {
            if (Files.size(file) > LARGEST_BYTES) {
                throw newRefusedError(
                        "the file " + file + " is larger than 1 MiB (expected: a file that holds the secret)");
            }
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw newRefusedError("the file " + file + " is not UTF-8 text (expected: a file that holds the secret)");
        } catch (IOException e) {
            throw newRefusedError(
                    "the file " + file + " can't be read (expected: readable by the user that runs this program)");
        }
    }

    private static RefusedException newRefusedError(String message) {
        return new RefusedException(ErrorType.CONFIGURATION, message);
    }
}
