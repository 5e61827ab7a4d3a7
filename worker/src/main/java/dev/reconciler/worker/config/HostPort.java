package dev.reconciler.worker.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address on the network.
 *
 * @param host a name or an address; an IPv6 address has no brackets here
 * @param port 0 to 65535; where the program listens, 0 stands for any free port
 */
public record HostPort(String host, int port) {
    /** How it is written, for messages. */
    public static final String EXPECTED = "HOST:PORT, such as 127.0.0.1:8080, a port up to 65535";

    private static final Pattern FORM =
            Pattern.compile("(?:([A-Za-z0-9][A-Za-z0-9._-]*)|\\[([0-9A-Fa-f:.]+)]):(\\d{1,5})");
    private static final int HIGHEST = 65_535;

    /** @throws IllegalArgumentException if the host is empty or the port out of range */
    public HostPort {
        if (host.isEmpty() || port < 0 || port > HIGHEST) {
            throw new IllegalArgumentException("'" + host + ":" + port + "' (expected: HOST:PORT, a port up to 65535)");
        }
    }

    /**
     * Reads {@code HOST:PORT}, an IPv6 address in brackets.
     *
     * @throws IllegalArgumentException if the text is not of the form HOST:PORT
     */
    public static HostPort parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > HIGHEST) {
            throw new IllegalArgumentException(SafeQuoting.quoteValue(text) + " (expected: " + EXPECTED + ")");
        }
        String name = matcher.group(1);
        return new HostPort(name == null ? matcher.group(2) : name, Integer.parseInt(matcher.group(3)));
    }

    /**
     * Whether Java's HTTP client and gRPC can call it: they take those hosts that a URI can name, and so none with a {@code
     * '_'}, as some have that containers get.
     *
     * @param authority a host, or one with its port
     */
    public static boolean isCallable(String authority) {
        try {
            return new URI("//" + authority).getHost() != null;
        } catch (URISyntaxException strange) {
            return false;
        }
    }

    /** Where a program of this machine reaches what listens here: an address that stands for all is the loopback. */
    public HostPort toReach() {
        return switch (host) {
            case "0.0.0.0" -> new HostPort("127.0.0.1", port);
            case "::", "0:0:0:0:0:0:0:0" -> new HostPort("::1", port);
            default -> this;
        };
    }

    /** {@code HOST:PORT}, an IPv6 address in brackets. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
