package dev.reconciler.git.remote.settings;

import dev.reconciler.git.settings.GitSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The settings of git's section {@code http} that count for one URL. {@code http.<url>.<name>} counts where its URL is
 * that of the remote or the beginning of it, and wins over {@code http.<name>}; of several, the one that says most does.
 * With
 *
 * <pre>
 *   http.https://*.example.org.proxy        a
 *   http.https://git.example.org.proxy      b
 *   http.https://git.example.org/team.proxy c
 * </pre>
 *
 * the proxy for {@code https://git.example.org/team/data.git} is c. Each name is looked up for itself.
 *
 * <p>Follows {@code urlmatch_config_entry}, {@code match_urls} and {@code cmp_matches} in git's {@code urlmatch.c}.
 */
public final class UrlSettings {
    private static final String HTTP = "http";

    /** A longer host says more, then a longer path, then a user. */
    private static final Comparator<MatchingSection> BY_WHAT_THEY_SAY = Comparator.comparingInt(MatchingSection::host)
            .thenComparingInt(MatchingSection::path)
            .thenComparing(MatchingSection::hasUser);

    private final TransportSettings settings;

    /** In rising order, so that the last value counts. */
    private final List<MatchingSection> sections;

    /** The settings for a URL of {@code http} or {@code https}. */
    public UrlSettings(TransportSettings settings, String url) {
        this.settings = settings;
        List<MatchingSection> matching = new ArrayList<>(List.of(new MatchingSection(null, 0, 0, false)));
        NormalizedUrl.parse(url).ifPresent(remote -> {
            for (String section : settings.git().subsections(HTTP)) {
                NormalizedUrl.parse(section)
                        .flatMap(pattern -> matchUrls(section, pattern, remote))
                        .ifPresent(matching::add);
            }
        });
        matching.sort(BY_WHAT_THEY_SAY);
        this.sections = List.copyOf(matching);
    }

    private static Optional<MatchingSection> matchUrls(String section, NormalizedUrl pattern, NormalizedUrl remote) {
        int path = matchPath(pattern.path(), remote.path());
        boolean matches = path > 0
                && pattern.scheme().equals(remote.scheme())
                && pattern.port().equals(remote.port())
                && (pattern.userName() == null || pattern.userName().equals(remote.userName()))
                && matchesHost(pattern.host(), remote.host());
        return matches
                ? Optional.of(new MatchingSection(section, pattern.host().length(), path, pattern.userName() != null))
                : Optional.empty();
    }

    // A path matches as a whole or up to a slash: /team is the beginning of /team/data and not of /teams.
    private static int matchPath(String pattern, String path) {
        String folder = pattern.endsWith("/") ? pattern.substring(0, pattern.length() - 1) : pattern;
        return (path + "/").startsWith(folder + "/") ? folder.length() + 1 : 0;
    }

    // A star stands for one part of the host, never for several.
    private static boolean matchesHost(String pattern, String host) {
        String[] wanted = pattern.split("\\.", -1);
        String[] parts = host.split("\\.", -1);
        boolean matches = wanted.length == parts.length;
        for (int i = 0; matches && i < parts.length; i++) {
            matches = wanted[i].equals("*") || wanted[i].equals(parts[i]);
        }
        return matches;
    }

    /** The value that counts; a key without a value counts as empty. */
    public Optional<String> value(String name) {
        List<String> all = values(name);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    /** Whether the value that counts is true; empty where there is none. */
    public Optional<Boolean> truth(String name) {
        for (int i = sections.size() - 1; i >= 0; i--) {
            String section = sections.get(i).name();
            if (settings.git().value(HTTP, section, name).isPresent()) {
                return Optional.of(settings.git().isTrue(HTTP, section, name));
            }
        }
        return Optional.empty();
    }

    /**
     * Every value in the order of reading, the one that counts last. A section that says less does not count behind one
     * that says more: of a header for a host and one for a team there, both are sent where the host's comes first.
     */
    public List<String> values(String name) {
        List<String> all = new ArrayList<>();
        MatchingSection best = sections.get(0);
        for (GitSettings.SubsectionValue each : settings.git().valuesOfAll(HTTP, name)) {
            Optional<MatchingSection> section = findSection(each.subsection());
            if (section.isPresent() && BY_WHAT_THEY_SAY.compare(section.get(), best) >= 0) {
                best = section.get();
                all.add(each.value());
            }
        }
        return List.copyOf(all);
    }

    private Optional<MatchingSection> findSection(@Nullable String name) {
        return sections.stream()
                .filter(section -> Objects.equals(section.name(), name))
                .findFirst();
    }

    /** The values after the last empty one, which takes back those before it. */
    public List<String> valuesAfterReset(String name) {
        List<String> all = values(name);
        return all.subList(all.lastIndexOf("") + 1, all.size());
    }

    /**
     * A section whose URL matches.
     *
     * @param name the URL as it is written; null for the section without one
     * @param host the length of its host
     * @param path the length of its path
     */
    private record MatchingSection(@Nullable String name, int host, int path, boolean hasUser) {}
}
