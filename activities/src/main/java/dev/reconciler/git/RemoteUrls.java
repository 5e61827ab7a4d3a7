package dev.reconciler.git;

import java.util.regex.Pattern;

/** URLs of remotes, made fit for messages, files and comparison. */
public final class RemoteUrls {
    private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/@]*@");
    private static final Pattern QUERY = Pattern.compile("[?#].*$");

    private RemoteUrls() {}

    /** The URL without user, password, query and fragment. */
    public static String withoutSecrets(String url) {
        String bare = url.contains("://") ? QUERY.matcher(url).replaceFirst("") : url;
        return USER_INFO.matcher(bare).replaceFirst("");
    }
}
