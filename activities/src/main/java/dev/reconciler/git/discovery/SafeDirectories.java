package dev.reconciler.git.discovery;

import dev.reconciler.git.error.RefusedException;
import java.io.IOException;
import java.nio.file.InvalidPathException;
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
    private static final String HOME = "~/";
    private static final String PREFIX = "%(prefix)/";
    private static final String BELOW = "/*";

    private final ProtectedSettings settings;
    private final Map<String, String> environment;

    private SafeDirectories(ProtectedSettings settings, Map<String, String> environment) {
        this.settings = settings;
        this.environment = environment;
    }

    /** @throws RefusedException of type Configuration if a file of git's settings can't be parsed */
    static SafeDirectories read(Map<String, String> environment) throws IOException {
        return new SafeDirectories(ProtectedSettings.read(environment), environment);
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
     * Makes a path of a value, as git's {@code interpolate_path} does, and follows its links.
     *
     * @return empty where the value is relative, names another user's home, or leads nowhere on this host
     */
    private Optional<Path> expandPath(String value) {
        try {
            Optional<Path> path;
            if (value.startsWith(HOME)) {
                path = Optional.of(settings.home().resolve(value.substring(HOME.length())));
            } else if (value.startsWith(PREFIX)) {
                path = findPrefix().map(prefix -> prefix.resolve(value.substring(PREFIX.length())));
            } else if (value.equals(".")) {
                path = Optional.of(Path.of("").toAbsolutePath());
            } else {
                path = Optional.of(Path.of(value)).filter(Path::isAbsolute);
            }
            return path.isEmpty() ? path : Optional.of(path.get().toRealPath());
        } catch (IOException | InvalidPathException elsewhere) {
            return Optional.empty();
        }
    }

    // The program of an installed git is <prefix>/bin/git.
    private Optional<Path> findPrefix() throws IOException {
        Optional<Path> program = InstalledGit.find(environment);
        return program.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(program.get().toRealPath().getParent()).map(Path::getParent);
    }
}
