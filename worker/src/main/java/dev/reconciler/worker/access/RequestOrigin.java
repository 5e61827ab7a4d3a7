package dev.reconciler.worker.access;

import io.javalin.http.Context;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request shows of where it comes from: the address at the other end of its connection, and its headers.
 *
 * @param peer the address itself, never one that a header names
 * @param headers by their names, in which case does not count
 */
public record RequestOrigin(String peer, Map<String, String> headers) {
    /** What a person or a program of this machine writes to reach it. */
    private static final Pattern LOOPBACK_HOST =
            Pattern.compile("(?:localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1])(?::[0-9]{1,5})?", Pattern.CASE_INSENSITIVE);

    public RequestOrigin {
        Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(headers);
        headers = Collections.unmodifiableMap(copy);
    }

    /** The origin of a request to the server of this host. */
    public static RequestOrigin of(Context request) {
        return new RequestOrigin(Objects.requireNonNullElse(request.req().getRemoteAddr(), ""), request.headerMap());
    }

    /** A header of the request; null where it has none of that name. */
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /**
     * Whether the request comes from this machine and means it: its peer and its {@code Host} are the loopback, and no
     * proxy says that it passes on what somebody else asked. The {@code Host} tells a page of the web, which a browser of
     * this machine was made to open under a name that leads here, from a person.
     */
    public boolean isOfThisMachine() {
        String host = header("Host");
        return isLoopback(peer)
                && host != null
                && LOOPBACK_HOST.matcher(host).matches()
                && headers.keySet().stream().noneMatch(RequestOrigin::isOfProxy);
    }

    private static boolean isLoopback(String address) {
        try {
            // The server writes an address, which nobody is asked for. Of no address Java says that it is the loopback.
            return !address.isEmpty() && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException notAnAddress) {
            return false;
        }
    }

    private static boolean isOfProxy(String header) {
        String name = header.toLowerCase(Locale.ROOT);
        return name.equals("forwarded") || name.startsWith("x-forwarded-");
    }
}
