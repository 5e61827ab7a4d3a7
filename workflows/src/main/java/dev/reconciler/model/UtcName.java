package dev.reconciler.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The {@code <UTC>} of {@code conflicts/<UTC>} and {@code refs/rewound/<UTC>}: {@code yyyy-MM-ddTHH-mm-ssZ}. */
public record UtcName(@JsonValue String value) {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss'Z'").withZone(ZoneOffset.UTC);

    /** @throws java.time.format.DateTimeParseException if {@code value} is of another form */
    @JsonCreator
    public UtcName {
        FORMAT.parse(value);
    }

    /** The name for that second. */
    public static UtcName at(Instant instant) {
        return new UtcName(FORMAT.format(instant));
    }

    /** The name itself for the first try, then {@code …-2}, {@code …-3}, for names that are taken. */
    public String candidate(int attempt) {
        return attempt == 1 ? value : value + "-" + attempt;
    }

    @Override
    public String toString() {
        return value;
    }
}
