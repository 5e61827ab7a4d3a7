package dev.reconciler.git.file;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.Config;

/**
 * Which paths git would not check out, as its {@code verify_path} decides: those that lead out of the work tree, or into
 * a git directory by one of the spellings that some file system takes for {@code .git}.
 */
public final class PathRules {
    // What Linux takes at most for one name.
    private static final int LONGEST_NAME = 255;

    // is_ntfs_dotgit: .git or its short name, with what NTFS drops from the end of a name, or a stream of that file.
    private static final Pattern NTFS_GIT = Pattern.compile("(?i)(\\.git|git~1)[. ]*(:.*)?");

    // is_ntfs_dotgitmodules: the name, its short names, and those that NTFS makes of a hash where these are taken.
    private static final Pattern NTFS_MODULES = Pattern.compile("(?i)(\\.gitmodules|gitmod~[1-4]|~[1-9]\\d{6}"
            + "|g~[1-9]\\d{5}|gi~[1-9]\\d{4}|gi7~[1-9]\\d{3}|gi7e~[1-9]\\d{2}|gi7eb~[1-9]\\d|gi7eba~[1-9])[. ]*(:.*)?");

    // next_hfs_char: the file system of a Mac does not see these.
    private static final Pattern HFS_IGNORED =
            Pattern.compile("[\\u200c-\\u200f\\u202a-\\u202e\\u206a-\\u206f\\ufeff]");

    private final boolean protectsHfs;
    private final boolean protectsNtfs;
    private final boolean ignoresCase;
    private final boolean composes;

    private PathRules(boolean protectsHfs, boolean protectsNtfs, boolean ignoresCase, boolean composes) {
        this.protectsHfs = protectsHfs;
        this.protectsNtfs = protectsNtfs;
        this.ignoresCase = ignoresCase;
        this.composes = composes;
    }

    /** The rules of a repository with these settings, on this system. */
    public static PathRules of(Config config) {
        boolean isMac =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac");
        return new PathRules(
                config.getBoolean("core", "protectHFS", isMac),
                config.getBoolean("core", "protectNTFS", true),
                config.getBoolean("core", "ignoreCase", false),
                config.getBoolean("core", "precomposeUnicode", false));
    }

    /** Says what is wrong with a path; empty where git would check it out. */
    public Optional<String> findFault(String path, boolean isLink) {
        for (String name : path.split("/", -1)) {
            Optional<String> fault = findFaultOfName(name, isLink);
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    private Optional<String> findFaultOfName(String name, boolean isLink) {
        if (name.isEmpty()) {
            return Optional.of("has an empty name");
        }
        if (name.equals(".") || name.equals("..")) {
            return Optional.of("leads to another folder by '" + name + "'");
        }
        if (isSpelled(name, ".git")) {
            return Optional.of("has the name of a git directory");
        }
        if (isLink && isSpelled(name, ".gitmodules")) {
            return Optional.of("is a link in the place of .gitmodules");
        }
        return protectsNtfs ? findFaultOnNtfs(name, isLink) : Optional.empty();
    }

    private boolean isSpelled(String name, String reserved) {
        String seen = protectsHfs ? HFS_IGNORED.matcher(name).replaceAll("") : name;
        // Letters of other alphabets have lower cases among these in no locale that git knows.
        return seen.equalsIgnoreCase(reserved) && seen.chars().allMatch(letter -> letter < 128);
    }

    // On NTFS a backslash separates names. Git refuses it on Windows only, but the names between count everywhere.
    private static Optional<String> findFaultOnNtfs(String name, boolean isLink) {
        for (String part : name.split("\\\\", -1)) {
            if (NTFS_GIT.matcher(part).matches()) {
                return Optional.of("has the name of a git directory on NTFS (core.protectNTFS)");
            }
        }
        // Git compares what comes after a backslash to its end.
        for (int at = 0; isLink && at >= 0; at = name.indexOf('\\', at) + 1) {
            if (NTFS_MODULES.matcher(name.substring(at)).matches()) {
                return Optional.of("is a link in the place of .gitmodules on NTFS (core.protectNTFS)");
            }
            if (name.indexOf('\\', at) < 0) {
                break;
            }
        }
        return Optional.empty();
    }

    /** Whether one of the names of a path is longer than a file system takes. */
    public static boolean hasLongName(String path) {
        for (String name : path.split("/", -1)) {
            if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
                return true;
            }
        }
        return false;
    }

    /**
     * What the file system of the work tree makes of a path: two paths that come out equal are one file there. The
     * settings say it that git has written when the clone was made.
     */
    public String fold(String path) {
        String composed = composes ? Normalizer.normalize(path, Normalizer.Form.NFC) : path;
        return ignoresCase ? composed.toLowerCase(Locale.ROOT) : composed;
    }

    /**
     * Finds the paths that the file system does not tell from another one of them in the same folder, as README and Readme
     * where upper and lower case are one.
     */
    public Set<String> findRespelled(Collection<String> paths) {
        Function<String, String> nameOnDisk = path -> path.substring(0, path.lastIndexOf('/') + 1) + '\0' + fold(path);
        return paths.stream().collect(Collectors.groupingBy(nameOnDisk, Collectors.toSet())).values().stream()
                .filter(spellings -> spellings.size() > 1)
                .flatMap(Set::stream)
                .collect(Collectors.toSet());
    }
}
