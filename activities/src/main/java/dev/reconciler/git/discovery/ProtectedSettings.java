package dev.reconciler.git.discovery;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.model.ErrorType;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.StringUtils;
import org.jspecify.annotations.Nullable;

/**
 * The settings that git calls its protected configuration: those of the system, of the user and of the environment. A
 * repository can't change them, so they decide which repositories are trusted.
 *
 * <p>{@code include.path} is followed, {@code includeIf} is not.
 */
final class ProtectedSettings {
    private final List<Config> scopes;
    private final Path home;

    private ProtectedSettings(List<Config> scopes, Path home) {
        this.scopes = scopes;
        this.home = home;
    }

    /**
     * Reads the settings in git's order: the file of the system, the files of the user, then the environment.
     *
     * @throws RefusedException of type Configuration if a file can't be parsed
     */
    static ProtectedSettings read(Map<String, String> environment) throws IOException {
        Path home = findHome(environment);
        List<Config> scopes = new ArrayList<>();
        for (Path file : findFiles(environment, home)) {
            // A file that is missing, or that only another user may read, has no settings, as for git.
            if (Files.isReadable(file)) {
                scopes.add(load(file));
            }
        }
        scopes.add(EnvironmentSettings.read(environment));
        return new ProtectedSettings(scopes, home);
    }

    /** The user's home directory. */
    Path home() {
        return home;
    }

    /** Every value of a key in the order of reading, so that the last one wins; a key without a value counts as empty. */
    List<String> values(String section, @Nullable String subsection, String name) {
        return scopes.stream()
                .flatMap(scope -> valuesOf(scope, section, subsection, name).stream())
                .toList();
    }

    /** The subsections of a section, of all files and the environment. */
    Set<String> subsections(String section) {
        Set<String> all = new LinkedHashSet<>();
        scopes.forEach(scope -> all.addAll(scope.getSubsections(section)));
        return all;
    }

    /** The values of a key in one file; a key without a value counts as empty. */
    static List<String> valuesOf(Config config, String section, @Nullable String subsection, String name) {
        return Stream.of(config.getStringList(section, subsection, name))
                .map(value -> value == null ? "" : value)
                .toList();
    }

    /**
     * Reads one file of settings.
     *
     * @throws RefusedException of type Configuration if the file can't be parsed
     */
    static FileBasedConfig load(Path file) throws IOException {
        FileBasedConfig config = new FileBasedConfig(file.toFile(), FS.DETECTED);
        try {
            config.load();
            return config;
        } catch (ConfigInvalidException broken) {
            throw new RefusedException(
                    ErrorType.CONFIGURATION,
                    file + " can't be read: " + broken.getMessage() + "; repair the file",
                    broken);
        }
    }

    // A service often has no variable HOME. Java reads the home directory from the system's list of users then.
    private static Path findHome(Map<String, String> environment) {
        return Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
    }

    private static List<Path> findFiles(Map<String, String> environment, Path home) {
        List<Path> files = new ArrayList<>();
        if (!isTrue(environment.get("GIT_CONFIG_NOSYSTEM"))) {
            findSystemFile(environment).ifPresent(files::add);
        }
        String global = environment.get("GIT_CONFIG_GLOBAL");
        // GIT_CONFIG_GLOBAL replaces both files of the user, also where it names no file.
        if (global != null) {
            files.add(Path.of(global));
        } else {
            String xdg = environment.getOrDefault("XDG_CONFIG_HOME", "");
            files.add((xdg.isEmpty() ? home.resolve(".config") : Path.of(xdg)).resolve("git/config"));
            files.add(home.resolve(".gitconfig"));
        }
        return files;
    }

    // Each git has the path of the system's file built in, so the library asks the installed git for it.
    private static Optional<Path> findSystemFile(Map<String, String> environment) {
        String system = environment.get("GIT_CONFIG_SYSTEM");
        if (system != null) {
            return Optional.of(Path.of(system));
        }
        return Optional.of(Optional.ofNullable(FS.DETECTED.getGitSystemConfig())
                .map(File::toPath)
                .orElse(Path.of("/etc/gitconfig")));
    }

    /** Whether git takes a text for true: {@code true}, {@code yes}, {@code on} or {@code 1}; false for none. */
    static boolean isTrue(@Nullable String text) {
        return Boolean.TRUE.equals(StringUtils.toBooleanOrNull(text)) || "1".equals(text);
    }
}
