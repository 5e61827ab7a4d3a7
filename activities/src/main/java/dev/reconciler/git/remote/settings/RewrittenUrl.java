package dev.reconciler.git.remote.settings;

/**
 * A remote's URL, rewritten by {@code url.<base>.insteadOf}, and for a push by {@code url.<base>.pushInsteadOf}.
 *
 * <p>Follows {@code alias_all_urls} in git's {@code remote.c}.
 *
 * @param fetch the URL to fetch from
 * @param push the URL to push to
 */
public record RewrittenUrl(String fetch, String push) {

    /** Rewrites a URL as {@code git fetch <url>} and {@code git push <url>} do. */
    public static RewrittenUrl of(String url, TransportSettings settings) {
        String fetch = settings.git().rewriteUrl(url, "insteadOf").orElse(url);
        return new RewrittenUrl(
                fetch, settings.git().rewriteUrl(url, "pushInsteadOf").orElse(fetch));
    }
}
