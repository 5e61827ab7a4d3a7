package dev.reconciler.worker.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Slows those who guess: the answer to a wrong login waits, each time twice as long, and until it has come nobody else
 * from there may try. Safe for use by several threads.
 */
public final class LoginBrake {
    private static final Duration FIRST_WAIT = Duration.ofMillis(250);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(15);
    private static final int MOST = 10_000;

    /** Who has an address of the new kind has at least so many bytes of it alone. */
    private static final int BYTES_OF_A_NETWORK = 8;

    private final InstantSource clock;
    private final Map<String, WrongLogins> wrong = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, WrongLogins> eldest) {
            return size() > MOST;
        }
    };

    /** Knows the time by that clock. */
    public LoginBrake(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Lets somebody try.
     *
     * @param check answers what a right login finds; called by one thread at a time, so that no guesses run side by side
     */
    public synchronized <T> LoginAttempt<T> tryLogin(InetAddress from, Supplier<Optional<T>> check) {
        String network = nameNetwork(from);
        Instant now = clock.instant();
        WrongLogins before = wrong.getOrDefault(network, WrongLogins.NONE);
        if (isWaiting(before, now)) {
            return new LoginAttempt<>(Optional.empty(), Duration.between(now, before.next()), true);
        }
        Optional<T> found = check.get();
        if (found.isPresent()) {
            wrong.remove(network);
            return new LoginAttempt<>(found, Duration.ZERO, false);
        }
        int times = before.next().plus(FORGOTTEN_AFTER).isBefore(now) ? 1 : before.times() + 1;
        Duration wait = growWait(times);
        wrong.put(network, new WrongLogins(times, now.plus(wait)));
        return new LoginAttempt<>(found, wait, false);
    }

    // A wait that is longer than any was made for is of a clock that was set back since.
    private static boolean isWaiting(WrongLogins before, Instant now) {
        return now.isBefore(before.next()) && !before.next().isAfter(now.plus(LONGEST_WAIT));
    }

    private static Duration growWait(int times) {
        int doublings = Math.min(times - 1, 10);
        Duration grown = FIRST_WAIT.multipliedBy(1L << doublings);
        return grown.compareTo(LONGEST_WAIT) < 0 ? grown : LONGEST_WAIT;
    }

    private static String nameNetwork(InetAddress from) {
        byte[] address = from.getAddress();
        return HexFormat.of()
                .formatHex(from instanceof Inet6Address ? Arrays.copyOf(address, BYTES_OF_A_NETWORK) : address);
    }

    /**
     * What became of a try.
     *
     * @param found what a right login found
     * @param delay how long the answer to a wrong login waits, or until when it may be tried again
     * @param isTooSoon whether nothing was looked at, since the answer to an earlier one still waits
     */
    public record LoginAttempt<T>(Optional<T> found, Duration delay, boolean isTooSoon) {}

    /** @param next from when on the next one may be tried */
    private record WrongLogins(int times, Instant next) {
        static final WrongLogins NONE = new WrongLogins(0, Instant.MIN.plus(FORGOTTEN_AFTER));
    }
}
