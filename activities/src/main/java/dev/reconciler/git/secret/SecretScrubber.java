package dev.reconciler.git.secret;

import dev.reconciler.git.error.GitException;
import dev.reconciler.git.repository.RemoteCredentials;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.git.repository.SigningKey;
import dev.reconciler.model.BoundedText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Takes secrets, and what steers a terminal, out of text that others wrote: JGit, the remote, a proxy, a hook.
 *
 * <p>A secret is found in every form in which one of them may show it: percent-encoded, in base64, in JSON or HTML, over
 * several lines, cut off. What is not known for a secret is taken out where it stands in the place of one: the user and
 * the query of a URL, a header that carries a login, a parameter that is called a token or a password.
 */
public final class SecretScrubber {
    private static final String HIDDEN = "***";

    /** A text that is longer is cut first: nothing that anybody gets to see is so long. */
    private static final int LONGEST_TEXT = 1 << 20;

    // With the slashes as JSON may write them.
    private static final Pattern USER_INFO = Pattern.compile("(:(?:\\\\?/){2})[^/\\\\?#\\s]*@");
    private static final Pattern QUERY = Pattern.compile("(:(?:\\\\?/){2}[^\\s?'\"]*)\\?[^\\s'\"]*");
    private static final Pattern PARAMETER = Pattern.compile(
            "(?i)([?&;\\s\"'](?:[a-z_-]*token|password|passwd|secret|api[_-]?key|client_secret)=)[^\\s&;'\"<>]+");
    private static final Pattern HEADER = Pattern.compile("(?i)((?:proxy-)?authorization|(?:private|job|deploy)-token|"
            + "x-[a-z-]*token|x-api-key|cookie)(\"?\\s*[:=]\\s*\\[?\"?)(?:(basic|bearer|token|digest|negotiate)\\s+)?"
            + "[^\\s,;'\"\\]<>]+");
    // What steers a terminal: an escape sequence hides or forges lines, and some terminals answer it by typing.
    private static final Pattern CONTROL = Pattern.compile("\\r(?!\\n)|[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f]");

    private final Set<String> secrets;
    private final HiddenPieces pieces;

    private SecretScrubber(Set<String> secrets) {
        this.secrets = secrets;
        this.pieces = new HiddenPieces(secrets);
    }

    /** A scrubber for text that comes from no repository: it takes out what stands in the place of a secret. */
    public static SecretScrubber none() {
        return new SecretScrubber(Set.of());
    }

    /** A scrubber that knows the password, the keys of that repository as they are now. */
    public static SecretScrubber of(RepositorySettings settings) {
        Set<String> secrets = new LinkedHashSet<>();
        if (settings.credentials() instanceof RemoteCredentials.PasswordCredentials login) {
            read(login.password()).ifPresent(secrets::add);
        } else if (settings.credentials() instanceof RemoteCredentials.SshKeyCredentials login) {
            read(login.key()).ifPresent(key -> secrets.add(removeArmor(key)));
        }
        if (settings.signing() instanceof SigningKey.SshSigningKey signing) {
            read(signing.key()).ifPresent(key -> secrets.add(removeArmor(key)));
        }
        return new SecretScrubber(secrets);
    }

    // A secret that can't be read can't be in any message either.
    private static Optional<String> read(Supplier<String> secret) {
        try {
            return Optional.of(secret.get());
        } catch (GitException unreadable) {
            return Optional.empty();
        }
    }

    // The lines around a key are the same for all, and messages name them.
    private static String removeArmor(String key) {
        return key.replaceAll("-----(?:BEGIN|END)[A-Z0-9 ]*-----", "").strip();
    }

    /** A scrubber that knows these secrets too. */
    public SecretScrubber with(Collection<String> more) {
        Set<String> all = new LinkedHashSet<>(secrets);
        all.addAll(more);
        return new SecretScrubber(all);
    }

    /**
     * Answers the text without secrets. What would steer a terminal is a question mark instead. Of a text of megabytes
     * the beginning and the end are left.
     */
    public String scrub(String text) {
        String some = text.length() > LONGEST_TEXT ? BoundedText.bound(text) : text;
        String clean = pieces.replaceIn(some, HIDDEN);
        clean = QUERY.matcher(USER_INFO.matcher(clean).replaceAll("$1")).replaceAll("$1");
        clean = PARAMETER.matcher(clean).replaceAll("$1" + HIDDEN);
        clean = HEADER.matcher(clean).replaceAll("$1$2" + HIDDEN);
        return CONTROL.matcher(clean).replaceAll("?");
    }

    /** Answers the stack trace of an error and its causes, without secrets. */
    public String trace(Throwable error) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        return scrub(text.toString());
    }
}
