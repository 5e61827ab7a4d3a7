package dev.reconciler.git.settings;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;

/**
 * Git's settings, in the order in which git reads them, so that the last value of a key wins: the file of the system, the
 * files of the user, those of a repository, then the environment. What a file includes comes where it is included.
 *
 * <p>Follows {@code do_git_config_sequence} in git's {@code config.c}.
 */
public final class GitSettings {
    private final List<Setting> settings;
    private final UserFolders folders;

    private GitSettings(List<Setting> settings, UserFolders folders) {
        this.settings = settings;
        this.folders = folders;
    }

    /**
     * Reads the settings that git calls its protected configuration: those of the system, of the user and of the
     * environment. A repository can't change them, so they decide which repositories are trusted.
     *
     * @throws RefusedException of type Configuration if a file can't be parsed
     */
    public static GitSettings readProtected(Map<String, String> environment) throws IOException {
        return read(environment, null);
    }

    /**
     * Reads all settings that count in a repository. Whose it is has to be decided before.
     *
     * @throws RefusedException of type Configuration if a file of the system or the user can't be parsed, of type
     *     RepositoryCorrupt for one of the repository
     */
    public static GitSettings readFor(RepositoryFiles repository, Map<String, String> environment) throws IOException {
        return read(environment, repository);
    }

    /**
     * The settings of a text in git's syntax that is no file of settings, such as a {@code .gitmodules}. What it includes
     * is not read.
     *
     * @return empty where git would call a line bad
     */
    public static Optional<GitSettings> parse(String text) {
        try {
            return Optional.of(new GitSettings(SettingsParser.parse(text), new UserFolders(Map.of())));
        } catch (SettingsParser.MalformedSettingsException bad) {
            return Optional.empty();
        }
    }

    private static GitSettings read(Map<String, String> environment, @Nullable RepositoryFiles repository)
            throws IOException {
        UserFolders folders = new UserFolders(environment);
        // Which URLs there are is known only when all files have been read, so a condition on URLs reads them apart.
        IncludeConditions withEveryUrl = new IncludeConditions(folders, repository, null);
        IncludeConditions conditions = new IncludeConditions(folders, repository, () -> new GitSettings(
                        readAll(environment, folders, repository, withEveryUrl), folders)
                .remoteUrls());
        return new GitSettings(readAll(environment, folders, repository, conditions), folders);
    }

    private static List<Setting> readAll(
            Map<String, String> environment,
            UserFolders folders,
            @Nullable RepositoryFiles repository,
            IncludeConditions conditions)
            throws IOException {
        SettingsFileReader reader = new SettingsFileReader(folders, conditions);
        for (Path file : findSharedFiles(environment, folders)) {
            // A file that is missing, or that only another user may read, has no settings, as for git.
            if (Files.isReadable(file)) {
                reader.addFile(file, ErrorType.CONFIGURATION);
            }
        }
        if (repository != null) {
            reader.addFile(repository.commonDir().resolve("config"), ErrorType.REPOSITORY_CORRUPT);
            if (repository.hasWorktreeConfig()) {
                reader.addFile(repository.gitDir().resolve("config.worktree"), ErrorType.REPOSITORY_CORRUPT);
            }
        }
        reader.addEnvironment(EnvironmentSettings.read(environment));
        return reader.settings();
    }

    private static List<Path> findSharedFiles(Map<String, String> environment, UserFolders folders) {
        List<Path> files = new ArrayList<>();
        if (!GitTruth.parse(environment.getOrDefault("GIT_CONFIG_NOSYSTEM", "")).orElse(true)) {
            files.add(findSystemFile(environment));
        }
        String global = environment.get("GIT_CONFIG_GLOBAL");
        // GIT_CONFIG_GLOBAL replaces both files of the user, also where it names no file.
        if (global != null) {
            files.add(Path.of(global));
        } else {
            folders.findInGitFolder("config").ifPresent(files::add);
            folders.findInHome(".gitconfig").ifPresent(files::add);
        }
        return files;
    }

    // Each git has the path of the system's file built in, so the library asks the installed git for it.
    private static Path findSystemFile(Map<String, String> environment) {
        String named = environment.get("GIT_CONFIG_SYSTEM");
        if (named != null) {
            return Path.of(named);
        }
        java.io.File built = FS.DETECTED.getGitSystemConfig();
        return built == null ? Path.of("/etc/gitconfig") : built.toPath();
    }

    /** Every value of a key in the order of reading; a key without a value counts as empty. */
    public List<String> values(String section, @Nullable String subsection, String name) {
        return settings.stream()
                .filter(setting -> setting.isNamed(section, subsection, name))
                .map(setting -> setting.value() == null ? "" : setting.value())
                .toList();
    }

    /** The values of a key that count where an empty one takes back all before it. */
    public List<String> valuesAfterReset(String section, @Nullable String subsection, String name) {
        List<String> values = values(section, subsection, name);
        return values.subList(values.lastIndexOf("") + 1, values.size());
    }

    /** Every value of a name in all subsections of a section and without one, in the order of reading. */
    public List<SubsectionValue> valuesOfAll(String section, String name) {
        return settings.stream()
                .filter(setting -> setting.isNamed(section, setting.subsection(), name))
                .map(setting ->
                        new SubsectionValue(setting.subsection(), setting.value() == null ? "" : setting.value()))
                .toList();
    }

    /** A value with the subsection in which it stands; null for none. */
    public record SubsectionValue(@Nullable String subsection, String value) {}

    /** The value of a key that counts, the last one; empty where there is none. */
    public Optional<String> value(String section, @Nullable String subsection, String name) {
        List<String> all = values(section, subsection, name);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    /** The value that counts of a key that git knows with a subsection and without one: the last one of both. */
    public Optional<String> valueOfEither(String section, String subsection, String name) {
        return settings.stream()
                .filter(setting -> setting.isNamed(section, null, name) || setting.isNamed(section, subsection, name))
                .map(setting -> setting.value() == null ? "" : setting.value())
                .reduce((earlier, later) -> later);
    }

    /** The last value of two keys of a section that are names of one setting. */
    public Optional<String> valueOfBoth(String section, String name, String otherName) {
        return settings.stream()
                .filter(setting -> setting.isNamed(section, null, name) || setting.isNamed(section, null, otherName))
                .map(setting -> setting.value() == null ? "" : setting.value())
                .reduce((earlier, later) -> later);
    }

    /**
     * Whether the value of a key that counts is true.
     *
     * @throws RefusedException of type Configuration if git takes the value neither for true nor for false
     */
    public boolean isTrue(String section, @Nullable String subsection, String name) {
        Optional<Setting> last = settings.stream()
                .filter(setting -> setting.isNamed(section, subsection, name))
                .reduce((earlier, later) -> later);
        return last.isPresent()
                && GitTruth.parse(last.get().value())
                        .orElseThrow(() -> new RefusedException(
                                ErrorType.CONFIGURATION,
                                "git's setting " + section + (subsection == null ? "" : "." + subsection) + "." + name
                                        + " is '" + last.get().value()
                                        + "', which git takes neither for true nor for false; correct it"));
    }

    /**
     * The value of a key that counts, as a path: {@code ~/} is the home directory. One that begins with {@code
     * :(optional)} counts only where something is there.
     *
     * @throws RefusedException of type Configuration if the value is no path here
     */
    public Optional<Path> path(String section, @Nullable String subsection, String name) throws IOException {
        Optional<String> value = value(section, subsection, name);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        Optional<Path> path = folders.expandSetting(value.get());
        if (path.isPresent() || UserFolders.isOptional(value.get())) {
            return path;
        }
        throw new RefusedException(
                ErrorType.CONFIGURATION,
                "git's setting " + section + "." + name + " is '" + value.get()
                        + "', which is no path here; correct it");
    }

    /**
     * Replaces the beginning of a URL by a rule {@code url.<base>.<kind> = <beginning>}; git's {@code alias_url}.
     *
     * <p>Where several rules fit, that with the longest beginning wins: of {@code e} and {@code eg:}, the rule for {@code
     * eg:} rewrites {@code eg:data.git}. Of two equally long ones, the first wins.
     *
     * @param kind {@code insteadOf} or {@code pushInsteadOf}
     * @return empty where no rule fits
     */
    public Optional<String> rewriteUrl(String url, String kind) {
        Optional<String> rewritten = Optional.empty();
        // An empty beginning fits every URL that no other rule fits.
        int longest = -1;
        for (String base : subsections("url")) {
            refuseWithoutValue("url", base, kind);
            for (String beginning : values("url", base, kind)) {
                if (url.startsWith(beginning) && beginning.length() > longest) {
                    longest = beginning.length();
                    rewritten = Optional.of(base + url.substring(longest));
                }
            }
        }
        return rewritten;
    }

    // What is asked for is a text, and a key that stands alone is none: git refuses it.
    private void refuseWithoutValue(String section, String subsection, String name) {
        if (settings.stream()
                .anyMatch(setting -> setting.isNamed(section, subsection, name) && setting.value() == null)) {
            throw new RefusedException(
                    ErrorType.CONFIGURATION,
                    "git's setting " + section + "." + subsection + "." + name
                            + " has no value; give it one, or remove the line");
        }
    }

    /** The subsections of a section. */
    public Set<String> subsections(String section) {
        Set<String> all = new LinkedHashSet<>();
        for (Setting setting : settings) {
            String subsection = setting.subsection();
            if (setting.section().equalsIgnoreCase(section) && subsection != null) {
                all.add(subsection);
            }
        }
        return all;
    }

    private List<String> remoteUrls() {
        return subsections("remote").stream()
                .flatMap(remote -> values("remote", remote, "url").stream())
                .toList();
    }

    /** All settings as the text of one file that includes nothing. */
    public String toText() {
        StringBuilder text = new StringBuilder();
        for (Setting setting : settings) {
            if (!setting.isInclude()) {
                text.append(setting.toText());
            }
        }
        return text.toString();
    }
}
