package dev.reconciler.git.remote.fetch;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Names of files that some file system takes for {@code .git} or {@code .gitmodules}. Windows ignores the case, dots and
 * spaces at the end, all from a colon on, and has short names; a Mac ignores the case and some characters.
 *
 * <p>Follows {@code is_ntfs_dotgit} and {@code is_ntfs_dot_generic} in git's {@code path.c}, and {@code
 * is_hfs_dot_generic} in {@code utf8.c}.
 */
public final class DisguisedNames {
    private static final String IGNORED_END = "[. ]*(?::.*)?";

    private static final Pattern GIT_ON_WINDOWS = compile("(?:\\.git|git~1)[. ]*(?:[:/\\\\].*)?");

    /** The last form is that of a file system that has four files with the other short name already. */
    private static final Pattern GITMODULES_ON_WINDOWS = compile("(?:\\.gitmodules|gitmod~[1-4]"
            + "|(?=.{8}(?:[. :]|$))(?:g|gi|gi7|gi7e|gi7eb|gi7eba)?~[1-9][0-9]*)" + IGNORED_END);

    /** The characters that the file system of a Mac does not see in a name. */
    private static final Pattern UNSEEN_ON_MAC =
            Pattern.compile("[\\u200c-\\u200f\\u202a-\\u202e\\u206a-\\u206f\\ufeff]");

    private DisguisedNames() {}

    private static Pattern compile(String expression) {
        return Pattern.compile(expression, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }

    /** Whether a name is {@code .git} on some file system, as a whole or behind a backslash in it. */
    public static boolean isDotGit(byte[] raw, int start, int end) {
        return canBeDisguised(raw, start, end) && matchesAnyPart(GIT_ON_WINDOWS, ".git", raw, start, end);
    }

    /** Whether a name is {@code .gitmodules} on some file system, as a whole or behind a backslash in it. */
    public static boolean isGitmodules(byte[] raw, int start, int end) {
        return canBeDisguised(raw, start, end) && matchesAnyPart(GITMODULES_ON_WINDOWS, ".gitmodules", raw, start, end);
    }

    // Nearly every name of a history ends here: the expressions are slow, and a history has millions of names.
    private static boolean canBeDisguised(byte[] raw, int start, int end) {
        if (start == end) {
            return false;
        }
        byte first = raw[start];
        if (first == '.' || first == 'g' || first == 'G' || first == '~' || first < 0) {
            return true;
        }
        for (int i = start; i < end; i++) {
            if (raw[i] == '\\') {
                return true;
            }
        }
        return false;
    }

    private static boolean matchesAnyPart(Pattern onWindows, String onMac, byte[] raw, int start, int end) {
        String text = new String(raw, start, end - start, StandardCharsets.UTF_8);
        if (UNSEEN_ON_MAC.matcher(text).replaceAll("").equalsIgnoreCase(onMac)) {
            return true;
        }
        // Windows takes a backslash for the end of a folder's name.
        for (int part = 0; part >= 0; part = text.indexOf('\\', part) + 1) {
            if (onWindows.matcher(text).region(part, text.length()).matches()) {
                return true;
            }
            if (text.indexOf('\\', part) < 0) {
                break;
            }
        }
        return false;
    }
}
