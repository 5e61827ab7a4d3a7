package dev.reconciler.worker.config;

import dev.reconciler.worker.config.ApiToken.TokenAccess;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The page of the worker.
 *
 * @param trustedProxies where the proxies are that are believed whom they name
 * @param userHeader the header in which they name the person
 * @param users what the persons may do whom the configuration names; the others may read
 * @param sessionFor how long a login counts
 * @param temporalUi the address of Temporal's UI; null: the page has no links to it
 */
public record PageConfiguration(
        List<AddressRange> trustedProxies,
        String userHeader,
        Map<String, TokenAccess> users,
        Duration sessionFor,
        @Nullable String temporalUi) {
    public static final String DEFAULT_USER_HEADER = "X-Forwarded-User";
    public static final Duration DEFAULT_SESSION = Duration.ofHours(12);

    /** Nobody is believed, and a login counts for its usual time. */
    public static final PageConfiguration UNSET =
            new PageConfiguration(List.of(), DEFAULT_USER_HEADER, Map.of(), DEFAULT_SESSION, null);

    public PageConfiguration {
        trustedProxies = List.copyOf(trustedProxies);
        users = Map.copyOf(users);
    }

    /** Whether a proxy is there that is believed. */
    public boolean trusts(InetAddress peer) {
        return trustedProxies.stream().anyMatch(range -> range.contains(peer));
    }

    /**
     * An IP address, or all those that begin with the same bits.
     *
     * @param first an address of the range
     * @param bits how many bits an address of the range begins with that are those of {@code first}
     */
    public record AddressRange(InetAddress first, int bits) {
        /** How it is written, for messages. */
        public static final String EXPECTED = "an IP address, or a range of them such as 10.0.0.0/8";

        private static final String BYTE = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
        private static final Pattern FORM = Pattern.compile("(" + BYTE + "(?:\\." + BYTE
                + "){3}|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7})(?:/(0|[1-9]\\d{0,2}))?");

        /**
         * Reads an address, or a range with the number of its bits behind a slash. No name is looked up.
         *
         * @throws IllegalArgumentException if the text is neither
         */
        public static AddressRange parse(String text) {
            Matcher form = FORM.matcher(text);
            if (form.matches()) {
                try {
                    InetAddress first = InetAddress.getByName(form.group(1));
                    int most = first.getAddress().length * Byte.SIZE;
                    int bits = form.group(2) == null ? most : Integer.parseInt(form.group(2));
                    if (bits <= most) {
                        return new AddressRange(first, bits);
                    }
                } catch (UnknownHostException noAddress) {
                    // Said below, as of any other text.
                }
            }
            throw new IllegalArgumentException(SafeQuoting.quoteValue(text) + " (expected: " + EXPECTED + ")");
        }

        /** Whether the address is in the range. */
        public boolean contains(InetAddress address) {
            byte[] own = first.getAddress();
            byte[] other = address.getAddress();
            if (own.length != other.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> bit % Byte.SIZE;
                if (((own[bit / Byte.SIZE] ^ other[bit / Byte.SIZE]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
