package dev.reconciler.worker.config.reader;

import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.config.DurationFormat;
import dev.reconciler.worker.config.HostPort;
import dev.reconciler.worker.config.RemoteUrl;
import dev.reconciler.worker.config.SafeQuoting;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads and checks single values. Each method throws an {@link IllegalArgumentException} whose message shows the value
 * that was found and describes a right one; {@link SafeQuoting} keeps secrets out of the message.
 */
final class ValueChecks {
    // As git's refname rules for refs/remotes/NAME/BRANCH: no "..", no "." or ".lock" at the end.
    private static final Pattern REMOTE_NAME =
            Pattern.compile("(?!.*\\.\\.)(?!.*\\.(?:lock)?$)[A-Za-z0-9_][A-Za-z0-9._-]*");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9_-]+");
    private static final Pattern EMAIL = Pattern.compile("[^\\s<>\\p{Cntrl}]+@[^\\s<>@\\p{Cntrl}]+");
    private static final Pattern PERSON = Pattern.compile("[^<>\\p{Cntrl}]*[^<>\\p{Cntrl}\\s.,:;\"'][^<>\\p{Cntrl}]*");
    private static final Pattern KEY_ID = Pattern.compile("(?!-)[^\\p{Cntrl}]*[^\\p{Cntrl}\\s][^\\p{Cntrl}]*");
    private static final Pattern WORD = Pattern.compile("[^\\p{Cntrl}]*[^\\p{Cntrl}\\s][^\\p{Cntrl}]*");
    private static final Pattern HTTP_URL =
            Pattern.compile("https?://" + RemoteUrl.AUTHORITY + "(?:/[^\\s?#\\p{Cntrl}]*)?");
    private static final String HOST_FOR_CALLS =
            " (expected: a host name without '_', or an address: the library that calls it takes no other)";
    private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);

    private ValueChecks() {}

    static RepositoryId parseId(String text) {
        return parseWithoutKey(RepositoryId::new, text);
    }

    static BranchName parseBranch(String text) {
        return parseWithoutKey(BranchName::new, text);
    }

    static String checkRemoteName(String text) {
        return requireMatch(REMOTE_NAME, text, "the name of a remote in the repository, such as origin");
    }

    static String checkHost(String text) {
        return requireMatch(NAME, text, "a host name of letters, digits, '.', '_' and '-'");
    }

    static String checkTokenName(String text) {
        return requireMatch(NAME, text, "a name of letters, digits, '.', '_' and '-'");
    }

    static String checkHeaderName(String text) {
        return requireMatch(HEADER, text, "the name of a header, such as X-Forwarded-User");
    }

    static String checkNamespace(String text) {
        return requireMatch(NAME, text, "a namespace of letters, digits, '.', '_' and '-'");
    }

    static String checkPersonName(String text) {
        return requireMatch(PERSON, text, "a name without '<' and '>', on one line");
    }

    static String checkKeyId(String text) {
        if (text.startsWith("file:") || text.startsWith("env:")) {
            throw new IllegalArgumentException(SafeQuoting.quoteValue(text)
                    + " (expected: the fingerprint, key ID or address of a key in gpg's keyring, where gpg --import"
                    + " puts one)");
        }
        return requireMatch(KEY_ID, text, "the fingerprint, key ID or address of a key in gpg's keyring");
    }

    static String checkEmail(String text) {
        if (!EMAIL.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    SafeQuoting.quoteValue(text) + " (expected: an e-mail address, such as reconciler@example.org)");
        }
        return text;
    }

    /** Checks a user name. The message does not show the name: some forges take a token there. */
    static String checkUsername(String text) {
        if (!WORD.matcher(text).matches()) {
            throw new IllegalArgumentException("empty or of several lines (expected: a user name)");
        }
        return text;
    }

    static String checkHttpUrl(String text) {
        if (!HTTP_URL.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    SafeQuoting.quoteScheme(text) + " (expected: http:// or https:// with a host, without"
                            + " user name, password and query; a token belongs in its own key)");
        }
        return text;
    }

    /** Checks a URL that this program calls itself. */
    static String checkCalledUrl(String text) {
        checkHttpUrl(text);
        try {
            URI url = new URI(text);
            if (HostPort.isCallable(url.getRawAuthority())) {
                return text;
            }
        } catch (URISyntaxException strange) {
            throw new IllegalArgumentException(SafeQuoting.quoteScheme(text)
                    + " (expected: a path in which '%' and other characters than those of a URL are written as %XX)");
        }
        throw new IllegalArgumentException(SafeQuoting.quoteScheme(text) + HOST_FOR_CALLS);
    }

    /** Checks an address that gRPC calls. */
    static HostPort parseCalledAddress(String text) {
        HostPort address = HostPort.parse(text);
        if (!HostPort.isCallable(address.toString())) {
            throw new IllegalArgumentException(SafeQuoting.quoteValue(text) + HOST_FOR_CALLS);
        }
        return address;
    }

    static Duration parseInterval(String text) {
        Duration interval = DurationFormat.parse(text);
        if (interval.compareTo(SHORTEST_INTERVAL) < 0) {
            throw new IllegalArgumentException(SafeQuoting.quoteValue(text) + " (expected: at least 1s)");
        }
        return interval;
    }

    /**
     * Parses a value of the model. The model's messages start with its own name of the key; of such a message only the
     * part from " (expected:" on is kept, because the problem names the key with its whole path.
     */
    private static <T> T parseWithoutKey(Function<String, T> parse, String text) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            throw new IllegalArgumentException(
                    SafeQuoting.quoteValue(text) + message.substring(Math.max(0, message.lastIndexOf(" (expected:"))),
                    e);
        }
    }

    private static String requireMatch(Pattern pattern, String text, String expected) {
        if (!pattern.matcher(text).matches()) {
            throw new IllegalArgumentException(SafeQuoting.quoteValue(text) + " (expected: " + expected + ")");
        }
        return text;
    }
}
