package dev.reconciler.git.merge;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.eclipse.jgit.attributes.AttributesNode;
import org.eclipse.jgit.attributes.AttributesNodeProvider;
import org.eclipse.jgit.attributes.AttributesRule;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/**
 * How a repository wants its merges: what git's own configuration and attributes outside of the commits say.
 *
 * @param renames whether renames are looked for
 * @param renameLimit how many deleted and added files are compared with each other at most, each
 * @param directoryRenames whether what is added to a directory that has moved is a conflict
 * @param renormalize whether line ends are made alike first: no text that both sides changed is merged here then
 * @param driver who merges what no attribute tells; null for the usual one
 * @param first attributes that win over those of the commits
 * @param last attributes that those of the commits win over
 */
public record MergeSettings(
        boolean renames,
        int renameLimit,
        boolean directoryRenames,
        boolean renormalize,
        @Nullable String driver,
        List<AttributesRule> first,
        List<AttributesRule> last) {
    private static final int RENAME_LIMIT = 7000;
    private static final String MERGE = "merge";

    public MergeSettings {
        first = List.copyOf(first);
        last = List.copyOf(last);
    }

    /** Those of that repository. */
    public static MergeSettings of(Repository repository) throws IOException {
        Config config = repository.getConfig();
        AttributesNodeProvider attributes = repository.createAttributesNodeProvider();
        int limit = config.getInt(MERGE, "renamelimit", config.getInt("diff", "renamelimit", RENAME_LIMIT));
        return new MergeSettings(
                !isOff(config, MERGE, "renames", isOff(config, "diff", "renames", false)),
                limit > 0 ? limit : RENAME_LIMIT,
                !isOff(config, MERGE, "directoryrenames", false),
                config.getBoolean(MERGE, "renormalize", false),
                config.getString(MERGE, null, "default"),
                rulesOf(attributes.getInfoAttributesNode()),
                rulesOf(attributes.getGlobalAttributesNode()));
    }

    // Besides yes and no there are words, and each of them is some kind of yes.
    private static boolean isOff(Config config, String section, String key, boolean otherwise) {
        String value = config.getString(section, null, key);
        if (value == null) {
            return otherwise;
        }
        return List.of("false", "no", "off", "0").contains(value.toLowerCase(Locale.ROOT));
    }

    private static List<AttributesRule> rulesOf(@Nullable AttributesNode node) {
        return node == null ? List.of() : node.getRules();
    }
}
