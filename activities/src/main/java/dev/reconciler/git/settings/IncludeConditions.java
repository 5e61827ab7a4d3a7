package dev.reconciler.git.settings;

import dev.reconciler.git.pattern.WildcardPattern;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether git includes the file of an {@code includeIf}; {@code include_condition_is_true} in git's {@code
 * config.c}. A condition that is not known is false, as in git.
 */
final class IncludeConditions {
    private static final String GITDIR = "gitdir:";
    private static final String GITDIR_IGNORING_CASE = "gitdir/i:";
    private static final String ON_BRANCH = "onbranch:";
    private static final String REMOTE_URL = "hasconfig:remote.*.url:";

    private final UserFolders folders;
    private final @Nullable RepositoryFiles repository;
    private final @Nullable RemoteUrlReader remoteUrls;
    private @Nullable List<String> knownUrls;

    /**
     * @param repository the repository whose settings are read; null: none, and only remote URLs can be asked for
     * @param remoteUrls null: every condition on the URLs of remotes counts as true
     */
    IncludeConditions(UserFolders folders, @Nullable RepositoryFiles repository, @Nullable RemoteUrlReader remoteUrls) {
        this.folders = folders;
        this.repository = repository;
        this.remoteUrls = remoteUrls;
    }

    /** @param file the file that has the condition; null: the environment */
    boolean isTrue(String condition, @Nullable Path file) throws IOException {
        if (condition.startsWith(GITDIR)) {
            return isGitDir(condition.substring(GITDIR.length()), file, false);
        }
        if (condition.startsWith(GITDIR_IGNORING_CASE)) {
            return isGitDir(condition.substring(GITDIR_IGNORING_CASE.length()), file, true);
        }
        if (condition.startsWith(ON_BRANCH)) {
            return isOnBranch(condition.substring(ON_BRANCH.length()));
        }
        return condition.startsWith(REMOTE_URL) && hasRemoteUrl(condition.substring(REMOTE_URL.length()));
    }

    private boolean isGitDir(String pattern, @Nullable Path file, boolean ignoresCase) throws IOException {
        if (repository == null) {
            return false;
        }
        String glob = closeFolder(expandPattern(pattern, file));
        // The folder by its real path, and where a link in the pattern hides that, by the path that was given.
        Path given = repository.gitDir().toAbsolutePath();
        return matchesPath(glob, given.toRealPath().toString(), ignoresCase)
                || matchesPath(glob, given.toString(), ignoresCase);
    }

    private String expandPattern(String pattern, @Nullable Path file) throws IOException {
        if (pattern.startsWith("./")) {
            Path folder = file == null ? null : file.toRealPath().getParent();
            return folder == null ? pattern : quoteGlob(folder.toString()) + pattern.substring(1);
        }
        if (pattern.equals("~") || pattern.startsWith("~/")) {
            Optional<Path> home = folders.expandPath("~");
            return home.isEmpty() ? "**/" + pattern : followLinks(home.get()) + pattern.substring(1);
        }
        return pattern.startsWith("/") ? pattern : "**/" + pattern;
    }

    // The home directory of a service's user is often not there.
    private static Path followLinks(Path folder) throws IOException {
        return Files.exists(folder) ? folder.toRealPath() : folder;
    }

    // What is written as a folder means all that is in it.
    private static String closeFolder(String pattern) {
        return pattern.endsWith("/") ? pattern + "**" : pattern;
    }

    private static boolean matchesPath(String pattern, String text, boolean ignoresCase) {
        return WildcardPattern.of(pattern.getBytes(StandardCharsets.UTF_8), true, ignoresCase)
                .matches(text.getBytes(StandardCharsets.UTF_8), 0);
    }

    private static String quoteGlob(String text) {
        return text.replaceAll("([*?\\[\\\\])", "\\\\$1");
    }

    private boolean isOnBranch(String pattern) throws IOException {
        if (repository == null) {
            return false;
        }
        Optional<String> branch = repository.branch();
        return branch.isPresent() && matchesPath(closeFolder(pattern), branch.get(), false);
    }

    private boolean hasRemoteUrl(String pattern) throws IOException {
        if (remoteUrls == null) {
            return true;
        }
        List<String> urls = knownUrls;
        if (urls == null) {
            urls = remoteUrls.read();
            knownUrls = urls;
        }
        return urls.stream().anyMatch(url -> matchesPath(pattern, url, false));
    }

    /** Reads the URLs of all remotes, from all files, with every condition on URLs taken for true. */
    interface RemoteUrlReader {
        List<String> read() throws IOException;
    }
}
