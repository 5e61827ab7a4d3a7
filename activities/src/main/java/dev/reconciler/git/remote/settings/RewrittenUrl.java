package dev.reconciler.git.remote.settings;

import java.util.Optional;

/**
 * A remote's URL, rewritten by {@code url.<base>.insteadOf}, and for a push by {@code url.<base>.pushInsteadOf}.
 *
 * <p>Where several rules fit, that with the longest beginning wins: of {@code e} and {@code eg:}, the rule for {@code
 * eg:} rewrites {@code eg:data.git}. Of two equally long ones, the first wins. Follows {@code alias_url} and {@code
 * alias_all_urls} in git's {@code remote.c}.
 *
 * @param fetch the URL to fetch from
 * @param push the URL to push to
 */
public record RewrittenUrl(String fetch, String push) {

    /** Rewrites a URL as {@code git fetch <url>} and {@code git push <url>} do. */
    public static RewrittenUrl of(String url, TransportSettings settings) {
        String fetch = rewrite(url, "insteadOf", settings).orElse(url);
        return new RewrittenUrl(fetch, rewrite(url, "pushInsteadOf", settings).orElse(fetch));
    }

    private static Optional<String> rewrite(String url, String kind, TransportSettings settings) {
        Optional<String> rewritten = Optional.empty();
        int longest = 0;
        for (String base : settings.git().subsections("url")) {
            for (String beginning : settings.git().values("url", base, kind)) {
                if (url.startsWith(beginning) && beginning.length() > longest) {
                    longest = beginning.length();
                    rewritten = Optional.of(base + url.substring(longest));
                }
            }
        }
        return rewritten;
    }
}
