package dev.reconciler.git.settings;

import dev.reconciler.git.file.PathPresence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where git looks for the files of a user: below {@code $HOME} and {@code $XDG_CONFIG_HOME}. The system's list of users
 * does not count, and a process without these variables has no such files.
 */
public final class UserFolders {
    private static final String HOME = "HOME";
    private static final String OPTIONAL = ":(optional)";
    private static final String PREFIX = "%(prefix)/";

    private final Map<String, String> environment;

    /** The folders that an environment names. */
    public UserFolders(Map<String, String> environment) {
        this.environment = environment;
    }

    /** A file in the home directory. */
    public Optional<Path> findInHome(String name) {
        return findHome().map(home -> Path.of(home + "/" + name));
    }

    /** A file of git's in the user's folder for settings, such as {@code ignore} or {@code attributes}. */
    public Optional<Path> findInGitFolder(String name) {
        String xdg = environment.getOrDefault("XDG_CONFIG_HOME", "");
        return xdg.isEmpty() ? findInHome(".config/git/" + name) : Optional.of(Path.of(xdg, "git", name));
    }

    /** Whether the value of a setting that is a path counts only where something is there. */
    public static boolean isOptional(String value) {
        return value.startsWith(OPTIONAL);
    }

    /**
     * Makes a path of a setting that is one, as git's {@code git_config_pathname}: {@link #expandPath}, and a value that
     * begins with {@code :(optional)} is none where nothing is there.
     */
    public Optional<Path> expandSetting(String value) throws IOException {
        if (!isOptional(value)) {
            return expandPath(value);
        }
        Optional<Path> path = expandPath(value.substring(OPTIONAL.length()));
        return path.isPresent() && PathPresence.isThere(path.get()) ? path : Optional.empty();
    }

    /**
     * Makes a path of a text, as git's {@code interpolate_path} does: {@code ~/} is the home directory, and
     * {@code %(prefix)/} where the installed git is.
     *
     * @return empty where there is no such folder, or the value names another user's home
     */
    public Optional<Path> expandPath(String value) throws IOException {
        try {
            if (value.startsWith(PREFIX)) {
                return findPrefix().map(prefix -> prefix.resolve(value.substring(PREFIX.length())));
            }
            if (value.equals("~") || value.startsWith("~/")) {
                return findHome().map(home -> Path.of(home + value.substring(1)));
            }
            return value.startsWith("~") ? Optional.empty() : Optional.of(Path.of(value));
        } catch (InvalidPathException noPath) {
            return Optional.empty();
        }
    }

    private Optional<String> findHome() {
        String home = environment.get(HOME);
        // Windows has no such variable, and git for Windows makes one of what Java takes for the home directory.
        boolean isWindows = java.io.File.separatorChar == '\\';
        return Optional.ofNullable(home == null && isWindows ? System.getProperty("user.home") : home);
    }

    // The program of an installed git is <prefix>/bin/git.
    private Optional<Path> findPrefix() throws IOException {
        Optional<Path> program = InstalledGit.find(environment);
        return program.isEmpty() || !Files.exists(program.get())
                ? Optional.empty()
                : Optional.ofNullable(program.get().toRealPath().getParent()).map(Path::getParent);
    }
}
