package dev.reconciler.git.settings;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The settings that git reads before it uses a repository: of the repository's own files, without what they include;
 * {@code check_repository_format_gently} in git's {@code setup.c}.
 */
public final class SetupSettings {
    private final List<Setting> common;
    private final List<Setting> decisive;
    private final boolean hasWorktreeConfig;

    private SetupSettings(List<Setting> common, List<Setting> decisive, boolean hasWorktreeConfig) {
        this.common = common;
        this.decisive = decisive;
        this.hasWorktreeConfig = hasWorktreeConfig;
    }

    /**
     * Reads the settings.
     *
     * @param gitDir the directory with HEAD
     * @param commonDir the directory with the file {@code config}; in a linked work tree another one than {@code gitDir}
     * @throws RefusedException of type RepositoryCorrupt if a file can't be parsed
     */
    public static SetupSettings read(Path gitDir, Path commonDir) throws IOException {
        List<Setting> common = SettingsFileReader.parseFile(commonDir.resolve("config"), ErrorType.REPOSITORY_CORRUPT);
        // A repository without a version is one of the first days: git reads nothing more of it.
        boolean hasVersion = findLast(common, "core", "repositoryformatversion").isPresent();
        boolean hasWorktreeConfig = hasVersion
                && findLast(common, "extensions", "worktreeconfig")
                        .map(SetupSettings::readTruth)
                        .orElse(false);
        List<Setting> decisive = new ArrayList<>();
        // What the common file says of bare and worktree is about the main work tree, unless each has a file of its
        // own.
        if (hasVersion && (hasWorktreeConfig || gitDir.equals(commonDir))) {
            decisive.addAll(common);
        }
        if (hasWorktreeConfig) {
            decisive.addAll(
                    SettingsFileReader.parseFile(gitDir.resolve("config.worktree"), ErrorType.REPOSITORY_CORRUPT));
        }
        return new SetupSettings(common, decisive, hasWorktreeConfig);
    }

    /** Whether each work tree has a file of settings of its own, {@code config.worktree}. */
    public boolean hasWorktreeConfig() {
        return hasWorktreeConfig;
    }

    /** What {@code core.bare} says; empty where it says nothing. */
    public Optional<Boolean> bare() {
        return findLast(decisive, "core", "bare").map(SetupSettings::readTruth);
    }

    /** What {@code core.worktree} says; a relative path starts from the git directory. */
    public Optional<String> workTree() {
        return findLast(decisive, "core", "worktree").map(Setting::value);
    }

    /** The version of the repository's format; zero where it has none. */
    public String version() {
        return findLast(common, "core", "repositoryformatversion")
                .map(Setting::value)
                .orElse("0");
    }

    /** The extensions of the format, each as name and value; the case of a name does not count. */
    public List<Extension> extensions() {
        return common.stream()
                .filter(setting -> setting.section().equalsIgnoreCase("extensions") && setting.subsection() == null)
                .map(setting -> new Extension(setting.name(), setting.value()))
                .toList();
    }

    private static boolean readTruth(Setting setting) {
        return GitTruth.parse(setting.value())
                .orElseThrow(() -> new RefusedException(
                        ErrorType.REPOSITORY_CORRUPT,
                        "the repository's setting " + setting.section() + "." + setting.name() + " is '"
                                + setting.value() + "', which git takes neither for true nor for false; correct it"));
    }

    private static Optional<Setting> findLast(List<Setting> settings, String section, String name) {
        return settings.stream()
                .filter(setting -> setting.isNamed(section, null, name))
                .reduce((earlier, later) -> later);
    }

    /**
     * An extension of the format.
     *
     * @param value null where it stands alone
     */
    public record Extension(String name, @Nullable String value) {}
}
