package dev.reconciler.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code <UTC>} of {@code conflicts/<UTC>} and {@code refs/rewound/<UTC>}: {@code yyyy-MM-ddTHH-mm-ssZ}. */
public record UtcName(@JsonValue String value) {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH-mm-ss'Z'")
            .withResolverStyle(ResolverStyle.STRICT)
            .withZone(ZoneOffset.UTC);
    private static final Pattern CANDIDATE = Pattern.compile("(.{20})(-[1-9]\\d*)?");

    /** @throws java.time.format.DateTimeParseException if {@code value} is of another form */
    @JsonCreator
    public UtcName {
        FORMAT.parse(value);
    }

    /** The name for that second. */
    public static UtcName at(Instant instant) {
        return new UtcName(FORMAT.format(instant));
    }

    /** The name of which that is a {@link #candidate}; empty where somebody has chosen the text. */
    public static Optional<UtcName> ofCandidate(String text) {
        Matcher form = CANDIDATE.matcher(text);
        try {
            return form.matches() ? Optional.of(new UtcName(form.group(1))) : Optional.empty();
        } catch (DateTimeParseException noTime) {
            return Optional.empty();
        }
    }

    /** The name itself for the first try, then {@code …-2}, {@code …-3}, for names that are taken. */
    public String candidate(int attempt) {
        return attempt == 1 ? value : value + "-" + attempt;
    }

    /** The second that it names. */
    public Instant instant() {
        return FORMAT.parse(value, Instant::from);
    }

    @Override
    public String toString() {
        return value;
    }
}
