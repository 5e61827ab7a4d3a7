package dev.reconciler.git.remote.transport;

import dev.reconciler.git.error.GitException;
import dev.reconciler.git.repository.RemoteCredentials;
import dev.reconciler.git.repository.RepositorySettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Takes secrets, and what steers a terminal, out of text that others wrote: JGit, the remote, a hook. */
public final class SecretScrubber {
    private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/@\\s]*@");
    private static final Pattern QUERY = Pattern.compile("(://[^\\s?'\"]*)\\?[^\\s'\"]*");
    // What steers a terminal: an escape sequence hides or forges lines, and some terminals answer it by typing.
    private static final Pattern CONTROL = Pattern.compile("\\r(?!\\n)|[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f]");
    private static final String HIDDEN = "***";

    private final Set<String> secrets;

    private SecretScrubber(Set<String> secrets) {
        this.secrets = secrets;
    }

    /** A scrubber for text that comes from no repository: it takes out what every URL may hide, users and queries. */
    public static SecretScrubber none() {
        return new SecretScrubber(Set.of());
    }

    /** A scrubber that knows the password of that repository as it is now, in each form that a message may show. */
    public static SecretScrubber of(RepositorySettings settings) {
        Set<String> secrets = new LinkedHashSet<>();
        if (settings.credentials() instanceof RemoteCredentials.PasswordCredentials login) {
            try {
                addPassword(secrets, login.username(), login.password().get());
            } catch (GitException unreadable) {
                // A secret that can't be read can't be in any message either.
                return none();
            }
        }
        return new SecretScrubber(secrets);
    }

    private static void addPassword(Set<String> secrets, String user, String password) {
        if (password.isEmpty()) {
            return;
        }
        secrets.add(password);
        // In a URL, and in the header of HTTP's basic authentication.
        secrets.add(URLEncoder.encode(password, StandardCharsets.UTF_8));
        secrets.add(encodeBase64(password));
        secrets.add(encodeBase64(user + ":" + password));
    }

    private static String encodeBase64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Answers the text without the secrets, the users in its URLs and their queries. What would steer a terminal is a
     * question mark instead.
     */
    public String scrub(String text) {
        String clean = QUERY.matcher(USER_INFO.matcher(text).replaceAll("")).replaceAll("$1");
        for (String secret : secrets) {
            clean = clean.replace(secret, HIDDEN);
        }
        return CONTROL.matcher(clean).replaceAll("?");
    }

    /** Answers the stack trace of an error and its causes, without secrets. */
    public String trace(Throwable error) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        return scrub(text.toString());
    }
}
