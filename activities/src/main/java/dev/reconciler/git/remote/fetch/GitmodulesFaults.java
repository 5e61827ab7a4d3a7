package dev.reconciler.git.remote.fetch;

import dev.reconciler.git.remote.settings.NormalizedUrl;
import dev.reconciler.git.settings.GitSettings;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectChecker.ErrorType;

/**
 * What is wrong with the text of a {@code .gitmodules}. Such a file comes from the remote, and the person's own git may
 * make folders, ask hosts and run programs by it.
 *
 * <p>Follows {@code fsck_gitmodules_fn} in git's {@code fsck.c}, and {@code check_submodule_name} and {@code
 * check_submodule_url} in {@code submodule-config.c}.
 */
final class GitmodulesFaults {
    private static final String SUBMODULE = "submodule";

    /** {@code ..} as a part of a path, with the separators of any system. */
    private static final Pattern UPWARDS = Pattern.compile("(?:^|.*[/\\\\])\\.\\.(?:$|[/\\\\].*)", Pattern.DOTALL);

    private static final Pattern CURL_URL =
            Pattern.compile("(?:https?|ftps?)::(.*)|((?:https?|ftps?)://.*)", Pattern.DOTALL);
    private static final Pattern RELATIVE = Pattern.compile("\\.\\.?[/\\\\].*", Pattern.DOTALL);

    /** More steps up than the URL of the remote has parts would make a part of the host out of what follows. */
    private static final Pattern OUT_OF_THE_ROOT =
            Pattern.compile("(?:\\./)*\\.\\./(?:\\.\\.?/)*[:/].*", Pattern.DOTALL);

    private final List<GitmodulesFault> faults = new ArrayList<>();

    private GitmodulesFaults() {}

    /** Finds the faults of a text, none where it is fine. */
    static List<GitmodulesFault> find(String text) {
        GitmodulesFaults found = new GitmodulesFaults();
        // As the person's git is going to read it: a text that only git understands must not pass unseen.
        GitSettings.parse(text)
                .ifPresentOrElse(
                        modules -> modules.subsections(SUBMODULE).forEach(name -> found.checkSubmodule(modules, name)),
                        () -> found.add("gitmodulesParse", ErrorType.GITMODULES_PARSE, "can't be parsed"));
        return found.faults;
    }

    private void checkSubmodule(GitSettings modules, String name) {
        if (name.isEmpty() || UPWARDS.matcher(name).matches()) {
            add("gitmodulesName", ErrorType.GITMODULES_NAME, "disallowed submodule name: " + name);
        }
        for (String url : modules.values(SUBMODULE, name, "url")) {
            if (isBadUrl(url)) {
                add("gitmodulesUrl", ErrorType.GITMODULES_URL, "disallowed submodule url: " + url);
            }
        }
        for (String path : modules.values(SUBMODULE, name, "path")) {
            // A program would take it for an option.
            if (path.startsWith("-")) {
                add("gitmodulesPath", ErrorType.GITMODULES_PATH, "disallowed submodule path: " + path);
            }
        }
        for (String update : modules.values(SUBMODULE, name, "update")) {
            // It is a command, which git would run.
            if (update.startsWith("!")) {
                add("gitmodulesUpdate", ErrorType.GITMODULES_URL, "disallowed submodule update setting: " + update);
            }
        }
    }

    private void add(String name, ErrorType type, String words) {
        faults.add(new GitmodulesFault(name, type, words));
    }

    private static boolean isBadUrl(String url) {
        if (url.startsWith("-")) {
            return true;
        }
        if (RELATIVE.matcher(url).matches() || url.startsWith("git://")) {
            // Joined to an HTTP URL it is decoded: a line end could add a line to a request or to an answer for a
            // credential helper.
            return hasLineEnd(url) || OUT_OF_THE_ROOT.matcher(url).matches();
        }
        Matcher curl = CURL_URL.matcher(url);
        if (!curl.matches()) {
            return false;
        }
        String inner = curl.group(1) == null ? curl.group(2) : curl.group(1);
        return NormalizedUrl.parse(inner)
                .map(normal -> hasLineEnd(normal.toString()))
                .orElse(true);
    }

    private static boolean hasLineEnd(String url) {
        try {
            return URLDecoder.decode(url.replace("+", "%2B"), StandardCharsets.UTF_8)
                    .contains("\n");
        } catch (IllegalArgumentException malformed) {
            // Git leaves what is no escape as it is.
            return url.toLowerCase(Locale.ROOT).contains("%0a");
        }
    }

    /**
     * One fault.
     *
     * @param name git's name of it, by which {@link FsckLevels} knows it
     * @param type the library's nearest one
     */
    record GitmodulesFault(String name, ErrorType type, String words) {}
}
