package dev.reconciler.git.discovery;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.settings.GitSettings;
import dev.reconciler.model.ErrorType;
import java.nio.file.Path;
import java.util.List;

/**
 * The one URL of a clone's {@code origin}, as {@code git remote get-url} prints it: with {@code url.<base>.insteadOf}
 * applied.
 *
 * <p>A run fetches from and pushes to one URL. So an origin from which git would fetch and to which git would push by
 * different URLs, or by several, is refused: a run would not do what the clone's own settings ask for.
 *
 * <p>Follows {@code alias_all_urls} in git's {@code remote.c}.
 */
final class OriginUrl {
    private static final String WHAT_TO_DO = "; give the URL with --remote, or write a reconciler.yaml";

    private final Path clone;
    private final GitSettings settings;

    OriginUrl(Path clone, GitSettings settings) {
        this.clone = clone;
        this.settings = settings;
    }

    /**
     * Reads the URL.
     *
     * @throws RefusedException of type Configuration if origin has no URL or several; no URL is in the message, since it
     *     may hold a password
     */
    String read() {
        List<String> urls = readUrls("url");
        if (urls.isEmpty()) {
            throw newRefusal("has no remote 'origin'" + WHAT_TO_DO);
        }
        if (urls.size() > 1) {
            throw newRefusal(
                    "has " + urls.size() + " URLs for 'origin' (remote.origin.url), and a run has one" + WHAT_TO_DO);
        }
        String url = settings.rewriteUrl(urls.get(0), "insteadOf").orElse(urls.get(0));
        if (!readPushUrls(urls.get(0), url).stream().allMatch(url::equals)) {
            throw newRefusal(
                    "pushes to another URL than it fetches from (remote.origin.pushurl or url.<base>.pushInsteadOf),"
                            + " and a run has one for both" + WHAT_TO_DO);
        }
        return url;
    }

    private List<String> readPushUrls(String configured, String url) {
        List<String> urls = readUrls("pushurl");
        // Without a pushurl git rewrites the configured URL by pushInsteadOf; with one, pushInsteadOf does not count.
        if (urls.isEmpty()) {
            return List.of(settings.rewriteUrl(configured, "pushInsteadOf").orElse(url));
        }
        return urls.stream()
                .map(push -> settings.rewriteUrl(push, "insteadOf").orElse(push))
                .toList();
    }

    private List<String> readUrls(String name) {
        return settings.valuesAfterReset("remote", "origin", name);
    }

    private RefusedException newRefusal(String what) {
        return new RefusedException(ErrorType.CONFIGURATION, "the clone " + clone + " " + what);
    }
}
