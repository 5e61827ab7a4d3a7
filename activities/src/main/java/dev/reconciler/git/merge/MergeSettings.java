package dev.reconciler.git.merge;

import dev.reconciler.git.attributes.RepositoryAttributes;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/**
 * How a repository wants its merges, by the configuration of git and the attributes outside of the commits. Each
 * {@link TreeMerge} takes them; git reads them in {@code merge_recursive_config}.
 *
 * @param renames whether a merge looks for renames
 * @param renameLimit how many deleted and added files are compared with each other at most, each
 * @param directoryRenames whether a file that one side adds to a directory is a conflict where the other side has moved that
 *     directory
 * @param renormalize whether git makes line ends alike first: no text that both sides changed is merged here then
 * @param defaultDriver the name of the driver that merges where no attribute names one; null for the usual merge of texts
 * @param customDrivers the names of the drivers that the configuration defines, each by a program
 * @param attributes what decides on attributes apart from the commits
 */
public record MergeSettings(
        boolean renames,
        int renameLimit,
        boolean directoryRenames,
        boolean renormalize,
        @Nullable String defaultDriver,
        Set<String> customDrivers,
        RepositoryAttributes attributes) {
    private static final int RENAME_LIMIT = 7000;
    private static final String MERGE = "merge";

    public MergeSettings {
        customDrivers = Set.copyOf(customDrivers);
    }

    /**
     * Reads the settings of a repository, as they are at this moment.
     *
     * @throws IOException where a file of attributes can't be read
     */
    public static MergeSettings of(Repository repository) throws IOException {
        Config config = repository.getConfig();
        // The section merge wins over the section diff, as for git, for the limit and for whether there are renames at
        // all.
        int limit = config.getInt(MERGE, "renamelimit", config.getInt("diff", "renamelimit", RENAME_LIMIT));
        return new MergeSettings(
                !isOff(config, MERGE, "renames", isOff(config, "diff", "renames", false)),
                limit > 0 ? limit : RENAME_LIMIT,
                !isOff(config, MERGE, "directoryrenames", false),
                config.getBoolean(MERGE, "renormalize", false),
                config.getString(MERGE, null, "default"),
                findCustomDrivers(config),
                RepositoryAttributes.of(repository));
    }

    // Besides yes and no these keys have words, such as "copies" and "conflict", and each word is some kind of yes.
    private static boolean isOff(Config config, String section, String key, boolean otherwise) {
        String value = config.getString(section, null, key);
        if (value == null) {
            return otherwise;
        }
        return List.of("false", "no", "off", "0").contains(value.toLowerCase(Locale.ROOT));
    }

    // Git's read_merge_config takes any key of [merge "name"] for the beginning of a driver.
    private static Set<String> findCustomDrivers(Config config) {
        return config.getSubsections(MERGE).stream()
                .filter(name -> !config.getNames(MERGE, name).isEmpty())
                .collect(Collectors.toSet());
    }
}
