package dev.reconciler.git.remote.http;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.model.ErrorType;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A proxy, as {@code http.proxy} or a variable such as {@code https_proxy} names it.
 *
 * @param type what it speaks
 * @param login the user with the password; null where it wants none. Never in a message
 */
record HttpProxy(
        Proxy.Type type, String host, int port, @Nullable String login) {
    /** curl takes this port, which is not that of HTTP, where none is given. */
    private static final int DEFAULT_PORT = 1080;

    private static final Pattern FORM = Pattern.compile(
            "(?:([A-Za-z][A-Za-z0-9+.-]*)://)?(?:([^/]*)@)?(\\[[^\\]/]*]|[^:/@\\[\\]\\s]+)(?::(\\d{1,5}))?(?:/.*)?");

    /**
     * Reads a proxy.
     *
     * @param source the setting, for messages
     * @throws RefusedException of type Configuration if it is malformed, of type Unsupported if it is of a kind that this
     *     program does not speak
     */
    static HttpProxy parse(String text, String source) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            // The text may hold a password, at any place.
            throw new RefusedException(
                    ErrorType.CONFIGURATION, source + " names no proxy (expected: http://HOST:PORT); correct it");
        }
        String scheme = form.group(1) == null ? "http" : form.group(1).toLowerCase(Locale.ROOT);
        String login = form.group(2) == null ? null : decode(form.group(2));
        Proxy.Type type = scheme.startsWith("socks") ? Proxy.Type.SOCKS : Proxy.Type.HTTP;
        if (scheme.equals("https")) {
            throw newUnsupportedError(source, "a proxy that is spoken to over TLS (https://)");
        }
        if (type == Proxy.Type.SOCKS && login != null) {
            throw newUnsupportedError(source, "a SOCKS proxy with a login");
        }
        int port = form.group(4) == null ? DEFAULT_PORT : Integer.parseInt(form.group(4));
        return new HttpProxy(type, form.group(3), port, login);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static RefusedException newUnsupportedError(String source, String what) {
        return new RefusedException(
                ErrorType.UNSUPPORTED,
                source + " names " + what + ", which is not spoken here; name one of http://, or of socks5:// without a"
                        + " login");
    }

    Proxy toProxy() {
        return new Proxy(type, new InetSocketAddress(host, port));
    }

    /** The value of the header {@code Proxy-Authorization}; empty where there is no login. */
    Optional<String> authorization() {
        return Optional.ofNullable(login)
                .map(text -> "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
