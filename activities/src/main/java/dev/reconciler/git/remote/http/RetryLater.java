package dev.reconciler.git.remote.http;

import java.net.URL;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Servers that said when they may be asked again, by {@code Retry-After} (RFC 9110, 10.2.3). What one repository was told
 * holds for all repositories of that server in this process.
 */
final class RetryLater {
    /** For the whole process: each activity makes connections of its own. */
    static final RetryLater OF_THE_PROCESS = new RetryLater(Clock.systemUTC());

    /** A server that wants to be left alone for longer is asked again after this. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private static final Pattern SECONDS = Pattern.compile("\\d+");

    private static final int MOST_DIGITS = 9;

    private final Clock clock;
    private final Map<String, Instant> until = new ConcurrentHashMap<>();

    RetryLater(Clock clock) {
        this.clock = clock;
    }

    /**
     * Notes what a server said.
     *
     * @param retryAfter seconds or a date; null where the header is not there
     * @param date what the server's own clock shows; null where it does not say
     * @return how long it is to be left alone; empty where it did not say so, or said so of the past
     */
    Optional<Duration> note(URL server, @Nullable String retryAfter, @Nullable String date) {
        Optional<Duration> told = parse(retryAfter, date)
                .filter(wait -> !wait.isNegative() && !wait.isZero())
                .map(wait -> wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
        // An answer that was under way for longer does not shorten what a later one said.
        told.ifPresent(wait -> until.merge(
                nameOf(server), clock.instant().plus(wait), (one, other) -> one.isAfter(other) ? one : other));
        return told;
    }

    /** How long a server is still to be left alone; empty where it may be asked. */
    Optional<Duration> remaining(URL server) {
        Instant end = until.get(nameOf(server));
        if (end == null) {
            return Optional.empty();
        }
        Duration left = Duration.between(clock.instant(), end);
        // A clock that was set back must not make the wait longer than it may be.
        if (left.isNegative() || left.isZero() || left.compareTo(LONGEST) > 0) {
            until.remove(nameOf(server), end);
            return Optional.empty();
        }
        return Optional.of(left);
    }

    private Optional<Duration> parse(@Nullable String retryAfter, @Nullable String date) {
        String value = retryAfter == null ? "" : retryAfter.strip();
        if (SECONDS.matcher(value).matches()) {
            return Optional.of(value.length() > MOST_DIGITS ? LONGEST : Duration.ofSeconds(Long.parseLong(value)));
        }
        // The server means its own clock, which may differ from this host's.
        Instant now = parseDate(date).orElseGet(clock::instant);
        return parseDate(value).map(then -> Duration.between(now, then));
    }

    private static Optional<Instant> parseDate(@Nullable String text) {
        try {
            return text == null
                    ? Optional.empty()
                    : Optional.of(ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeException malformed) {
            return Optional.empty();
        }
    }

    private static String nameOf(URL server) {
        int port = server.getPort() < 0 ? server.getDefaultPort() : server.getPort();
        return (server.getProtocol() + "://" + server.getHost() + ":" + port).toLowerCase(Locale.ROOT);
    }
}
