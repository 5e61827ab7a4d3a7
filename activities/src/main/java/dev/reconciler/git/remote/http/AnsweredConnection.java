package dev.reconciler.git.remote.http;

import dev.reconciler.git.error.RemoteUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jgit.transport.http.JDKHttpConnection;
import org.jspecify.annotations.Nullable;

/**
 * A connection that reads what the server says where it refuses a request. The library throws the answer's body away, and
 * with it the forge's own words; and it asks again at once where the server said when.
 */
final class AnsweredConnection extends JDKHttpConnection {
    /** So much of a body is read: the sentence that matters is at its beginning. */
    private static final int LONGEST_BODY = 4_096;

    /** A later request may succeed (408, 425, 429), or the library handles it itself: a missing login, a missing path. */
    private static final Set<Integer> LEFT_TO_THE_LIBRARY = Set.of(401, 404, 407, 408, 425, 429);

    private static final Pattern MARKUP =
            Pattern.compile("<(script|style|title)\\b.*?</\\1>|<[^>]*>", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
    private static final Pattern QUOTED_COOKIE = Pattern.compile("^([^=]+)=\"(.*)\"$");
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\s\\p{Cntrl}]+");

    private final HttpURLConnection connection;
    private boolean hasLogin;
    private boolean isAnswered;

    /**
     * @param url makes its connections with git's settings
     * @param opened has the connection that {@code url} has made last
     */
    AnsweredConnection(URL url, Proxy proxy, AtomicReference<HttpURLConnection> opened) throws IOException {
        super(url, proxy);
        this.connection = Objects.requireNonNull(opened.get());
    }

    @Override
    public void setRequestProperty(String key, String value) {
        // Of other schemes, such as Digest, a second try with the same login may be what the server wants.
        hasLogin |= key.equalsIgnoreCase("Authorization") && value.startsWith("Basic ");
        super.setRequestProperty(key, key.equalsIgnoreCase("Cookie") ? writePlain(value) : value);
    }

    // The library writes cookies as $Version 1 has them (k="v";$Path="/"), which servers read as a value with quotes,
    // and curl as every browser does (k=v).
    private static String writePlain(String cookies) {
        return Arrays.stream(cookies.split(";"))
                .map(String::strip)
                .filter(cookie -> !cookie.startsWith("$"))
                .map(cookie -> QUOTED_COOKIE.matcher(cookie).replaceFirst("$1=$2"))
                .collect(Collectors.joining("; "));
    }

    /**
     * @throws HttpRefusedException where the answer ends the request, and says more than the library would
     * @throws RemoteUnavailableException where the answer is none of a server of git
     */
    @Override
    public int getResponseCode() throws IOException {
        int status = super.getResponseCode();
        if (status >= HttpURLConnection.HTTP_BAD_REQUEST && !isAnswered) {
            isAnswered = true;
            refuse(status);
        }
        if (status == HttpURLConnection.HTTP_OK && isLook() && isPage()) {
            throw new RemoteUnavailableException(getURL().getHost()
                    + " answers with a page in place of git's protocol; is a proxy or a login page in the way?");
        }
        return status;
    }

    private boolean isLook() {
        String query = getURL().getQuery();
        return query != null && query.startsWith("service=");
    }

    // The library would take an empty one for a repository without a branch.
    private boolean isPage() {
        String type = connection.getContentType();
        return connection.getContentLengthLong() == 0 || (type != null && type.startsWith("text/html"));
    }

    private void refuse(int status) throws IOException {
        Duration wait = status == 403 || status == 429 || status >= 500 ? noteWait() : null;
        boolean isRefusal = status < 500 && !LEFT_TO_THE_LIBRARY.contains(status);
        // The first answer asks for a login; the second refuses the one that was given. A path that is missing is told
        // from one that the library only tries by the answer to git's own requests.
        boolean hasMore = status == 401 ? hasLogin : status == 404 && isRequestOfGit();
        String body = wait != null || isRefusal || hasMore ? readBody() : "";
        if (wait != null || isRefusal || (hasMore && !body.isEmpty())) {
            String text = status + " " + String.valueOf(getResponseMessage());
            throw new HttpRefusedException(status, body.isEmpty() ? text : text + ": " + body, isPush(), wait);
        }
    }

    private @Nullable Duration noteWait() {
        return RetryLater.OF_THE_PROCESS
                .note(getURL(), connection.getHeaderField("Retry-After"), connection.getHeaderField("Date"))
                .orElse(null);
    }

    private String readBody() {
        try (InputStream body = connection.getErrorStream()) {
            byte[] start = body == null ? new byte[0] : body.readNBytes(LONGEST_BODY);
            String text = new String(start, StandardCharsets.UTF_8);
            return UNPRINTABLE
                    .matcher(MARKUP.matcher(text).replaceAll(" "))
                    .replaceAll(" ")
                    .strip();
        } catch (IOException cutOff) {
            // The status alone says what is most.
            return "";
        }
    }

    private boolean isRequestOfGit() {
        String query = getURL().getQuery();
        return (query != null && query.startsWith("service="))
                || getURL().getPath().contains("/git-");
    }

    private boolean isPush() {
        return getURL().toString().contains("git-receive-pack");
    }
}
