package dev.reconciler.git.discovery;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.settings.GitSettings;
import dev.reconciler.git.settings.UserFolders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The repositories of other owners that git's {@code safe.directory} allows.
 *
 * <p>The values count in the order of reading, see {@code safe_directory_cb} in git's {@code setup.c}. An empty value
 * takes back all values before it; {@code *} allows every repository; {@code /srv/*} allows every repository below a
 * folder; any other value is the path of one repository. Links are followed on both sides, as git does since 2.46.
 */
final class SafeDirectories {
    private static final String BELOW = "/*";

    private final GitSettings settings;
    private final UserFolders folders;

    private SafeDirectories(GitSettings settings, UserFolders folders) {
        this.settings = settings;
        this.folders = folders;
    }

    /** @throws RefusedException of type Configuration if a file of git's settings can't be parsed */
    static SafeDirectories read(Map<String, String> environment) throws IOException {
        return new SafeDirectories(GitSettings.readProtected(environment), new UserFolders(environment));
    }

    /**
     * Whether the settings allow a repository.
     *
     * @param repository the work tree, or the directory of a bare repository; all links followed
     */
    boolean allows(Path repository) {
        boolean allowed = false;
        for (String value : settings.values("safe", null, "directory")) {
            if (value.isEmpty()) {
                allowed = false;
            } else if (matchesValue(value, repository)) {
                allowed = true;
            }
        }
        return allowed;
    }

    private boolean matchesValue(String value, Path repository) {
        if (value.equals("*")) {
            return true;
        }
        // Of /srv/* the folder is /srv/, and the folder itself is not below it.
        boolean below = value.endsWith(BELOW);
        String folder = below ? value.substring(0, value.length() - 1) : value;
        return expandPath(folder)
                .map(real -> below ? repository.startsWith(real) && !repository.equals(real) : repository.equals(real))
                .orElse(false);
    }

    /**
     * Makes a path of a value and follows its links.
     *
     * @return empty where the value is relative, names another user's home, or leads nowhere on this host
     */
    private Optional<Path> expandPath(String value) {
        try {
            Optional<Path> path = value.equals(".")
                    ? Optional.of(Path.of("").toAbsolutePath())
                    : folders.expandPath(value).filter(Path::isAbsolute);
            return path.isEmpty() ? path : Optional.of(path.get().toRealPath());
        } catch (IOException elsewhere) {
            return Optional.empty();
        }
    }
}
