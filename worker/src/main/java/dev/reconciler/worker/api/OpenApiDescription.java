package dev.reconciler.worker.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The description of the interface, in OpenAPI 3.1. */
public final class OpenApiDescription {
    private OpenApiDescription() {}

    /** Reads the description, a JSON object. */
    public static String read() {
        try (InputStream in = OpenApiDescription.class.getResourceAsStream("openapi.json")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
