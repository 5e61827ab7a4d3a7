package dev.reconciler.worker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretReferenceTest {
    @TempDir
    Path directory;

    @Test
    void aVariableOfTheEnvironmentHoldsTheSecret() {
        SecretReference secret = SecretReference.parse("env:GIT_TOKEN", directory, Map.of("GIT_TOKEN", "hunter2"));

        assertThat(secret.get()).isEqualTo("hunter2");
        assertThat(secret).hasToString("env:GIT_TOKEN");
    }

    @Test
    void rotatedSecretFileTakesEffect() throws IOException {
        Path file = Files.writeString(directory.resolve("token"), "first\r\n");
        SecretReference secret = SecretReference.parse("file:token", directory, Map.of());

        assertThat(secret.get()).isEqualTo("first");
        Files.writeString(file, "second\n\n");
        assertThat(secret.get()).isEqualTo("second\n");
        assertThat(secret).hasToString("file:" + file);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"hunter2", "env:", "env:1A", "env:A-B", "ENV:A", "file:", "file:///run/hunter2", "12345", ""})
    void aTextThatIsNoReferenceIsRefusedAndNotShown(String text) {
        IllegalArgumentException refused = catchThrowableOfType(
                IllegalArgumentException.class, () -> SecretReference.parse(text, directory, Map.of()));

        assertThat(refused)
                .hasMessageStartingWith("not shown, since it may be a secret (expected: a reference, env:NAME");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "env:NOT_SET | the environment variable NOT_SET is not set",
                "env:EMPTY | env:EMPTY is empty",
                "file:nowhere | does not exist",
                "file:. | is no regular file",
                "file:empty | is empty",
                "file:large | is larger than 1 MiB",
                "file:binary | is not UTF-8 text",
            })
    void aSecretThatCannotBeReadIsAMistakeOfTheConfiguration(String reference, String reason) throws IOException {
        Files.writeString(directory.resolve("empty"), "\n");
        Files.write(directory.resolve("large"), new byte[(1 << 20) + 1]);
        Files.write(directory.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe});

        // Only the read finds it out: to parse a reference touches no file.
        SecretReference secret = SecretReference.parse(reference, directory, Map.of("EMPTY", ""));
        RefusedException refused = catchThrowableOfType(RefusedException.class, secret::get);

        assertThat(refused.type()).isEqualTo(ErrorType.CONFIGURATION);
        assertThat(refused).hasMessageContaining(reason).hasMessageContaining("(expected: ");
    }

    @Test
    void aSecretOfTheLargestSizeIsRead() throws IOException {
        Files.writeString(directory.resolve("large"), "a".repeat(1 << 20));

        assertThat(SecretReference.parse("file:large", directory, Map.of()).get())
                .hasSize(1 << 20);
    }

    @Test
    void referencesToOnePlaceAreEqualHoweverTheyAreSpelled() {
        SecretReference plain = SecretReference.parse("file:token", directory, Map.of());
        SecretReference roundabout = SecretReference.parse("file:./x/../token", directory, Map.of());
        SecretReference other = SecretReference.parse("file:other", directory, Map.of());

        assertThat(roundabout).isEqualTo(plain).hasSameHashCodeAs(plain);
        assertThat(other).isNotEqualTo(plain);
    }
}
