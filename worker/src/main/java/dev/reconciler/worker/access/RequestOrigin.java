package dev.reconciler.worker.access;

import io.javalin.http.Context;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request shows of where it comes from, read before it goes on without its thread.
 *
 * @param peer the address at the other end of the connection, never one that a header names
 * @param protocol such as {@code HTTP/1.1}
 * @param headers all that were sent, by their names, in which case does not count; several of one name behind a comma
 * @param session the cookie of a session; null where there is none
 * @param formCookie the cookie that the form of the login is bound to; null where there is none
 */
public record RequestOrigin(
        InetAddress peer,
        String protocol,
        Map<String, String> headers,
        @Nullable String session,
        @Nullable String formCookie) {
    /** The name of the cookie of a session. */
    public static final String SESSION_COOKIE = "reconciler-session";

    /** The name of the cookie that the form of the login is bound to. */
    public static final String FORM_COOKIE = "reconciler-form";

    /** What a person or a program of this machine writes to reach it. */
    private static final Pattern LOOPBACK_HOST =
            Pattern.compile("(?i)(?:localhost|127(?:\\.\\d{1,3}){3}|\\[::1])(?::\\d{1,5})?");

    /** What proxies add, beside {@code X-Forwarded-*}. */
    private static final List<String> ADDED_BY_PROXIES = List.of("forwarded", "via", "x-real-ip");

    public RequestOrigin {
        Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(headers);
        headers = Collections.unmodifiableMap(copy);
    }

    /** Reads it of a request. */
    public static RequestOrigin of(Context context) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : Collections.list(context.req().getHeaderNames())) {
            headers.put(name, String.join(", ", Collections.list(context.req().getHeaders(name))));
        }
        return new RequestOrigin(
                parseAddress(context.req().getRemoteAddr()),
                context.req().getProtocol(),
                headers,
                context.cookie(SESSION_COOKIE),
                context.cookie(FORM_COOKIE));
    }

    private static InetAddress parseAddress(String numeric) {
        try {
            // A number is never looked up. The zone of a link-local address means nothing to anybody else.
            return InetAddress.getByName(numeric.replaceAll("[\\[\\]]|%.*", ""));
        } catch (UnknownHostException noAddress) {
            throw new IllegalStateException("the server has no address of its peer: " + numeric, noAddress);
        }
    }

    /** A header of the request; null where it has none of that name. */
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /**
     * Whether the request comes from this machine and means it: its peer and its {@code Host} are the loopback, and no
     * proxy passes on what somebody else asked. The {@code Host} tells a page of the web, which a browser of this machine
     * was made to open under a name that leads here, from a person.
     */
    public boolean isOfThisMachine() {
        String host = header("Host");
        return peer.isLoopbackAddress()
                && host != null
                && LOOPBACK_HOST.matcher(host).matches()
                && !cameThroughProxy();
    }

    private boolean cameThroughProxy() {
        // A proxy that is set up in one line tells nothing of itself, but many of these still speak HTTP/1.0.
        return protocol.equals("HTTP/1.0") || headers.keySet().stream().anyMatch(RequestOrigin::isOfProxy);
    }

    private static boolean isOfProxy(String header) {
        String name = header.toLowerCase(Locale.ROOT);
        return name.startsWith("x-forwarded-") || ADDED_BY_PROXIES.contains(name);
    }

    /** Whether the person's browser speaks HTTPS, as a proxy says: who lies gets a cookie that is of less use. */
    public boolean isOverHttps() {
        return "https".equalsIgnoreCase(header("X-Forwarded-Proto"));
    }

    /** Where the form that was sent came from, as the browser says, which a page of another site can't change. */
    FormOrigin formOrigin() {
        String site = header("Sec-Fetch-Site");
        if (site != null) {
            return site.equals("same-origin") || site.equals("none") ? FormOrigin.OWN : FormOrigin.FOREIGN;
        }
        String origin = header("Origin");
        if (origin == null) {
            return FormOrigin.NO_BROWSER;
        }
        if (origin.equals("null")) {
            return FormOrigin.UNTOLD;
        }
        String authority = origin.replaceFirst("^https?://", "");
        return authority.equals(header("Host")) || authority.equals(header("X-Forwarded-Host"))
                ? FormOrigin.OWN
                : FormOrigin.FOREIGN;
    }

    /** Where a form came from. */
    enum FormOrigin {
        OWN,
        FOREIGN,
        /** A page that tells nobody where it is: ours are of that kind, and others may be. */
        UNTOLD,
        NO_BROWSER
    }
}
