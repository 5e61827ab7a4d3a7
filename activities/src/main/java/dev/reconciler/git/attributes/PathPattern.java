package dev.reconciler.git.attributes;

import dev.reconciler.git.pattern.WildcardPattern;
import dev.reconciler.git.tree.BytePath;
import java.util.Arrays;

/**
 * Which paths a line of an attribute file is about. A pattern without a slash is compared with the last name of a path,
 * and any other with the path from the directory of the file on: in {@code d/.gitattributes}, {@code *.x} is about {@code
 * d/e/f.x}, and {@code *}{@code /*.x} and {@code /e/*.x} are as well. Git's functions are {@code parse_path_pattern} and
 * {@code path_matches}.
 */
final class PathPattern {
    private final boolean isName;
    private final boolean isDirectory;
    private final WildcardPattern exact;
    private final WildcardPattern caseless;

    private PathPattern(byte[] pattern, boolean isName, boolean isDirectory) {
        this.isName = isName;
        this.isDirectory = isDirectory;
        this.exact = WildcardPattern.of(pattern, !isName, false);
        this.caseless = WildcardPattern.of(pattern, !isName, true);
    }

    /** Reads a pattern, the quotes around it already taken off. */
    static PathPattern of(byte[] text) {
        int end = text.length;
        boolean isDirectory = end > 0 && text[end - 1] == '/';
        if (isDirectory) {
            end--;
        }
        boolean isName = true;
        for (int i = 0; i < end; i++) {
            isName &= text[i] != '/';
        }
        // The slash in front says only that the pattern is no name: /f is the f beside the file.
        int start = !isName && text[0] == '/' ? 1 : 0;
        return new PathPattern(Arrays.copyOfRange(text, start, end), isName, isDirectory);
    }

    /**
     * Whether the pattern is about a path, which is below the directory of the pattern's file.
     *
     * @param base the directory of the file, the root for files that are in no directory
     * @param ignoresCase whether the letters A to Z and a to z are alike
     */
    boolean matches(BytePath path, BytePath base, boolean ignoresCase) {
        // d/ means a directory, and directories have no attributes that a merge or a checkout asks for.
        if (isDirectory) {
            return false;
        }
        byte[] bytes = path.bytes();
        int from = isName ? startOfName(bytes) : base.isRoot() ? 0 : base.bytes().length + 1;
        return (ignoresCase ? caseless : exact).matches(bytes, from);
    }

    private static int startOfName(byte[] path) {
        int start = path.length;
        while (start > 0 && path[start - 1] != '/') {
            start--;
        }
        return start;
    }
}
