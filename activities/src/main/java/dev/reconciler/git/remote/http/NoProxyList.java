package dev.reconciler.git.remote.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The hosts that are reached without a proxy, as {@code no_proxy} lists them: names with all below them, addresses, and
 * networks of addresses ({@code 10.0.0.0/8}), with commas or spaces between. {@code *} alone means every host.
 *
 * <p>Follows {@code Curl_check_noproxy} in curl's {@code noproxy.c}.
 */
final class NoProxyList {
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");
    private static final int BYTE = 8;

    private final String text;

    NoProxyList(String text) {
        this.text = text;
    }

    /** @param host a name or an address; an IPv6 address with or without its brackets */
    boolean contains(String host) {
        if (text.equals("*")) {
            return true;
        }
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        boolean isAddress = IPV4.matcher(bare).matches() || bare.contains(":");
        for (String entry : text.split("[,\\s]+", -1)) {
            if (isAddress ? matchesAddress(entry, bare) : matchesName(entry, bare)) {
                return true;
            }
        }
        return false;
    }

    // example.org and .example.org both mean the host itself and everything below it, but not notexample.org.
    private static boolean matchesName(String entry, String host) {
        String wanted = withoutLastDot(entry.startsWith(".") ? entry.substring(1) : entry);
        String name = withoutLastDot(host);
        return !wanted.isEmpty() && (name.equals(wanted) || name.endsWith("." + wanted));
    }

    private static String withoutLastDot(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private static boolean matchesAddress(String entry, String host) {
        String[] parts = entry.split("/", 2);
        byte[] wanted = parseAddress(parts[0]);
        byte[] address = parseAddress(host);
        if (wanted.length == 0 || wanted.length != address.length) {
            return false;
        }
        int whole = wanted.length * BYTE;
        int bits = parts.length == 1 ? whole : parseBits(parts[1], whole);
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % BYTE;
            if (bit / BYTE < wanted.length && (wanted[bit / BYTE] & mask) != (address[bit / BYTE] & mask)) {
                return false;
            }
        }
        return bits <= whole;
    }

    // curl takes zero, and what is no number, for the whole address.
    private static int parseBits(String text, int whole) {
        int bits = text.matches("\\d{1,3}") ? Integer.parseInt(text) : 0;
        return bits == 0 ? whole : bits;
    }

    // An address in digits is never looked up by name.
    private static byte[] parseAddress(String text) {
        if (!IPV4.matcher(text).matches() && !(text.contains(":") && text.matches("[0-9A-Fa-f:.]+"))) {
            return new byte[0];
        }
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException malformed) {
            return new byte[0];
        }
    }
}
