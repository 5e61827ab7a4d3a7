package dev.reconciler.git.merge;

import dev.reconciler.git.attributes.RepositoryAttributes;
import dev.reconciler.git.diff.DiffAlgorithm;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.merge.text.ConflictStyle;
import dev.reconciler.git.merge.text.MergeFavor;
import dev.reconciler.git.merge.text.TextMergeSettings;
import dev.reconciler.git.settings.GitTruth;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
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
 * @param directoryRenames what becomes of a file that one side adds to a directory that the other side has moved
 * @param normalization the settings by which line ends are made alike before texts are merged; null where they are not
 * @param texts how the lines of texts are merged
 * @param defaultDriver the name of the driver that merges where no attribute names one; null for the usual merge of texts
 * @param customDrivers the names of the drivers that the configuration defines, each by a program
 * @param attributes what decides on attributes apart from the commits
 * @param favor who is right where both sides have changed the same place: nobody, unless a person has said that theirs is
 */
public record MergeSettings(
        boolean renames,
        int renameLimit,
        DirectoryRenameMode directoryRenames,
        @Nullable Config normalization,
        TextMergeSettings texts,
        @Nullable String defaultDriver,
        Set<String> customDrivers,
        RepositoryAttributes attributes,
        MergeFavor favor) {
    private static final int RENAME_LIMIT = 7000;
    private static final String MERGE = "merge";
    private static final String DIFF = "diff";

    public MergeSettings {
        customDrivers = Set.copyOf(customDrivers);
    }

    /**
     * Reads the settings of a repository, as they are at this moment.
     *
     * @throws RefusedException of type Configuration where git would not take the value of a setting, of type Unsupported
     *     where git would merge by another strategy
     * @throws IOException where a file of attributes can't be read
     */
    public static MergeSettings of(Repository repository) throws IOException {
        refuseOtherStrategies(repository.getConfig());
        try {
            return read(repository, repository.getConfig());
        } catch (IllegalArgumentException unknown) {
            throw new RefusedException(
                    ErrorType.CONFIGURATION,
                    "git's settings for merges can't be read: " + unknown.getMessage() + "; correct the setting",
                    unknown);
        }
    }

    // Git takes the first word for the strategy of a rebase: "ours" would drop every change that is replayed. The name
    // recursive means ort today.
    private static void refuseOtherStrategies(Config config) {
        String[] named = config.getStringList("pull", null, "twohead");
        String strategy = named.length == 0 ? "ort" : named[0].split(" ", 2)[0];
        if (!List.of("ort", "recursive").contains(strategy)) {
            throw new RefusedException(
                    ErrorType.UNSUPPORTED,
                    "git's setting pull.twohead names the merge strategy '" + strategy
                            + "', and commits are replayed by ort alone; take the setting back, or rebase this branch by"
                            + " hand with git");
        }
    }

    private static MergeSettings read(Repository repository, Config config) throws IOException {
        // The section merge wins over the section diff, as for git, for the limit and for whether there are renames at
        // all.
        int limit = config.getInt(MERGE, "renamelimit", config.getInt(DIFF, "renamelimit", RENAME_LIMIT));
        return new MergeSettings(
                readRenames(config, MERGE, readRenames(config, DIFF, true)),
                limit > 0 ? limit : RENAME_LIMIT,
                readDirectoryRenames(config),
                config.getBoolean(MERGE, "renormalize", false) ? config : null,
                new TextMergeSettings(
                        readWord(config, DIFF, "algorithm", DiffAlgorithm.HISTOGRAM, DiffAlgorithm::named),
                        readWord(config, MERGE, "conflictstyle", ConflictStyle.MERGE, ConflictStyle::named)),
                config.getString(MERGE, null, "default"),
                findCustomDrivers(config),
                RepositoryAttributes.of(repository),
                MergeFavor.NEITHER);
    }

    /** The same settings, for a merge in which theirs is right wherever both sides have changed something. */
    public MergeSettings favoringTheirs() {
        return new MergeSettings(
                renames,
                renameLimit,
                directoryRenames == DirectoryRenameMode.CONFLICT ? DirectoryRenameMode.STAY : directoryRenames,
                normalization,
                texts,
                defaultDriver,
                customDrivers,
                attributes,
                MergeFavor.THEIRS);
    }

    boolean favorsTheirs() {
        return favor == MergeFavor.THEIRS;
    }

    // Git's git_config_rename. A merge looks for no copies: the words for them mean that renames are looked for.
    private static boolean readRenames(Config config, String section, boolean otherwise) {
        String word = config.getString(section, null, "renames");
        return List.of("copies", "copy").contains(String.valueOf(word).toLowerCase(Locale.ROOT))
                || config.getBoolean(section, "renames", otherwise);
    }

    // A word that git does not know changes nothing here: a newer git may know it.
    private static DirectoryRenameMode readDirectoryRenames(Config config) {
        String word = config.getString(MERGE, null, "directoryrenames");
        Optional<Boolean> truth = word == null ? Optional.empty() : GitTruth.parse(word);
        return truth.map(isMoved -> isMoved ? DirectoryRenameMode.MOVE : DirectoryRenameMode.STAY)
                .orElse(DirectoryRenameMode.CONFLICT);
    }

    private static <T> T readWord(
            Config config, String section, String key, T otherwise, Function<String, @Nullable T> meaning) {
        String word = config.getString(section, null, key);
        T found = word == null ? otherwise : meaning.apply(word);
        if (found == null) {
            throw new IllegalArgumentException(section + "." + key + " is '" + word + "', which git does not know");
        }
        return found;
    }

    // Git's read_merge_config takes any key of [merge "name"] for the beginning of a driver.
    private static Set<String> findCustomDrivers(Config config) {
        return config.getSubsections(MERGE).stream()
                .filter(name -> !config.getNames(MERGE, name).isEmpty())
                .collect(Collectors.toSet());
    }
}
