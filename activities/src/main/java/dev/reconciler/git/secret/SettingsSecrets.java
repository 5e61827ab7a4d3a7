package dev.reconciler.git.secret;

import dev.reconciler.git.settings.GitSettings;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The secrets that git's settings and the environment hold: logins of URLs and proxies, and headers. They are sent to
 * others, who may say them back.
 */
public final class SettingsSecrets {
    /** Of git's settings nobody says what is a secret: a shorter word may be any. */
    private static final int SHORTEST = 6;

    private static final Pattern LOGIN = Pattern.compile("(?:([A-Za-z][A-Za-z0-9+.-]*)://)?([^/?#\\s]*)@[^@]*");
    private static final Pattern QUERY_VALUE = Pattern.compile("[?&][^=&#]*=([^&#]*)");
    private static final String HTTP = "http";
    private static final String REMOTE = "remote";

    private final Set<String> found = new LinkedHashSet<>();

    private SettingsSecrets() {}

    /** Finds them in all settings, whatever URL or remote they are for. */
    public static Set<String> find(GitSettings git, Map<String, String> environment) {
        SettingsSecrets secrets = new SettingsSecrets();
        secrets.addOfSettings(git);
        environment.forEach((name, value) -> {
            if (name.toLowerCase(Locale.ROOT).endsWith("_proxy")) {
                secrets.addUrl(value);
            }
        });
        return secrets.found;
    }

    private void addOfSettings(GitSettings git) {
        git.values(HTTP, null, "extraHeader").forEach(this::addHeader);
        git.values(HTTP, null, "proxy").forEach(this::addUrl);
        for (String url : git.subsections(HTTP)) {
            addUrl(url);
            git.values(HTTP, url, "extraHeader").forEach(this::addHeader);
            git.values(HTTP, url, "proxy").forEach(this::addUrl);
        }
        for (String name : git.subsections(REMOTE)) {
            Stream.of("url", "pushurl", "proxy")
                    .flatMap(key -> git.values(REMOTE, name, key).stream())
                    .forEach(this::addUrl);
        }
        git.subsections("url").forEach(this::addUrl);
    }

    // "Authorization: Bearer x": what is behind the scheme, and of a basic login the password.
    private void addHeader(String header) {
        List<String> words = List.of(header.strip().split("\\s+"));
        String last = words.get(words.size() - 1);
        add(last.substring(last.indexOf(':') + 1));
        try {
            String login = new String(Base64.getDecoder().decode(last), StandardCharsets.UTF_8);
            add(login.substring(login.indexOf(':') + 1));
        } catch (IllegalArgumentException noBasicLogin) {
            // A token.
        }
    }

    private void addUrl(String url) {
        Matcher login = LOGIN.matcher(url);
        if (login.matches()) {
            String[] parts = login.group(2).split(":", 2);
            // A token is a user without a password; of ssh the user is a mere name.
            boolean isToken = parts.length == 1 && !"ssh".equals(login.group(1)) && login.group(1) != null;
            if (parts.length == 2) {
                addEncoded(parts[1]);
            } else if (isToken) {
                addEncoded(parts[0]);
            }
        }
        QUERY_VALUE.matcher(url).results().forEach(value -> addEncoded(value.group(1)));
    }

    private void addEncoded(String text) {
        add(text);
        try {
            add(URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notEncoded) {
            // It is what it is.
        }
    }

    private void add(String secret) {
        if (secret.length() >= SHORTEST) {
            found.add(secret);
        }
    }
}
