package dev.reconciler.git.remote.http;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.remote.settings.TransportSettings;
import dev.reconciler.git.remote.settings.UrlSettings;
import dev.reconciler.model.ErrorType;
import java.net.URL;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a remote is reached by a proxy, and by which.
 *
 * <p>The order is that of {@code get_curl_handle} in git's {@code http.c}: {@code remote.<name>.proxy}, {@code
 * http.<url>.proxy} and {@code http.proxy}; without them the variable for the URL's scheme, then {@code all_proxy}. An
 * empty value means none. {@code no_proxy} wins over all of them.
 *
 * @param isDecided whether git's settings say anything; without a word of theirs, what Java was started with counts
 * @param proxy null for none
 */
record ProxyChoice(boolean isDecided, @Nullable HttpProxy proxy) {
    private static final ProxyChoice UNDECIDED = new ProxyChoice(false, null);
    private static final ProxyChoice NONE = new ProxyChoice(true, null);

    /** What {@code http.proxyAuthMethod} may be for a login that is sent as it is. */
    private static final Set<String> BASIC = Set.of("anyauth", "basic");

    /**
     * Decides for a URL.
     *
     * @param http the settings of the remote's URL, from which a redirect may have led to this one
     * @param remoteName git's name of the remote in the clone, such as origin
     */
    static ProxyChoice of(URL url, UrlSettings http, String remoteName, TransportSettings settings) {
        Optional<NamedProxy> named =
                findNamed(remoteName, settings, http).or(() -> findVariable(settings, url.getProtocol()));
        if (named.isEmpty()) {
            return UNDECIDED;
        }
        if (named.get().value().isEmpty() || isExcepted(url.getHost(), settings)) {
            return NONE;
        }
        HttpProxy proxy = HttpProxy.parse(named.get().value(), named.get().source());
        if (proxy.login() != null) {
            checkMethod(remoteName, settings, http);
        }
        return new ProxyChoice(true, proxy);
    }

    private static Optional<NamedProxy> findNamed(String remoteName, TransportSettings settings, UrlSettings http) {
        return settings.git()
                .value("remote", remoteName, "proxy")
                .map(value -> new NamedProxy("git's setting remote." + remoteName + ".proxy", value))
                .or(() -> http.value("proxy").map(value -> new NamedProxy("git's setting http.proxy", value)));
    }

    // HTTP_PROXY in capitals does not count: in a CGI script a client sets it, with a header called Proxy.
    private static Optional<NamedProxy> findVariable(TransportSettings settings, String scheme) {
        List<String> names = scheme.equals("https")
                ? List.of("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
                : List.of("http_proxy", "all_proxy", "ALL_PROXY");
        return names.stream()
                .flatMap(name -> settings.variable(name).stream().map(value -> new NamedProxy(name, value)))
                .findFirst();
    }

    private static boolean isExcepted(String host, TransportSettings settings) {
        return settings.variable("no_proxy")
                .or(() -> settings.variable("NO_PROXY"))
                .map(list -> new NoProxyList(list).contains(host))
                .orElse(false);
    }

    private static void checkMethod(String remoteName, TransportSettings settings, UrlSettings http) {
        String method = settings.variable("GIT_HTTP_PROXY_AUTHMETHOD")
                .or(() -> settings.git().value("remote", remoteName, "proxyAuthMethod"))
                .or(() -> http.value("proxyAuthMethod"))
                .orElse("anyauth");
        if (!BASIC.contains(method)) {
            throw new RefusedException(
                    ErrorType.UNSUPPORTED,
                    "git's setting http.proxyAuthMethod is '" + method
                            + "', and a login at a proxy is spoken as 'basic' only");
        }
    }

    /**
     * A proxy as it is written.
     *
     * @param source the setting or variable
     */
    private record NamedProxy(String source, String value) {}
}
