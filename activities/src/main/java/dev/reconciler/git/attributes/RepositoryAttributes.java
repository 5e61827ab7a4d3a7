package dev.reconciler.git.attributes;

import dev.reconciler.git.settings.GitTruth;
import dev.reconciler.git.settings.UserFolders;
import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.MergeObjects;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.errors.RevisionSyntaxException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;

/**
 * What decides on the attributes of a repository apart from its {@code .gitattributes} files: {@code info/attributes},
 * the file of the user, the file of the system, and the settings. As they were when they were read.
 *
 * @param info the file of the repository; wins over all others
 * @param user the file that {@code core.attributesFile} names
 * @param system the file beside the system's settings, which all others win over
 * @param ignoresCase {@code core.ignoreCase}: patterns match names in upper and lower case alike
 * @param tree the tree that {@code attr.tree} or {@code GIT_ATTR_SOURCE} names, for all {@code .gitattributes} files; null
 *     for none
 */
public record RepositoryAttributes(
        AttributesFile info,
        AttributesFile user,
        AttributesFile system,
        boolean ignoresCase,
        @Nullable AttributesSource tree) {
    private static final String CORE = "core";
    private static final String FILE_OF_USER = "attributesfile";

    /**
     * Reads the files and settings of a repository.
     *
     * @throws IOException where a file is there and can't be read to its end
     */
    public static RepositoryAttributes of(Repository git) throws IOException {
        return read(git, System.getenv());
    }

    static RepositoryAttributes read(Repository git, Map<String, String> environment) throws IOException {
        Config config = git.getConfig();
        return new RepositoryAttributes(
                readOutside(Optional.of(git.getCommonDirectory().toPath().resolve(Constants.INFO_ATTRIBUTES))),
                readOutside(findUserFile(git, environment)),
                GitTruth.parse(environment.getOrDefault("GIT_ATTR_NOSYSTEM", ""))
                                .orElse(true)
                        ? AttributesFile.EMPTY
                        : readOutside(findSystemFile(environment)),
                config.getBoolean(CORE, "ignorecase", false),
                findTree(git, environment.getOrDefault("GIT_ATTR_SOURCE", config.getString("attr", null, "tree"))));
    }

    /** The attributes of paths, where directories have these {@code .gitattributes} files. */
    public PathAttributes within(AttributesSource source) {
        return new PathAttributes(this, tree == null ? source : tree);
    }

    // As git, which says nothing more than a warning where the file can't be opened.
    private static AttributesFile readOutside(Optional<Path> file) throws IOException {
        return file.isPresent() && Files.isRegularFile(file.get()) && Files.isReadable(file.get())
                ? AttributesSource.readFile(file.get(), true)
                : AttributesFile.EMPTY;
    }

    // Git's git_attr_global_file: a name from the settings, or attributes in git's own folder below the user's
    // settings.
    private static Optional<Path> findUserFile(Repository git, Map<String, String> environment) throws IOException {
        UserFolders folders = new UserFolders(environment);
        String named = git.getConfig().getString(CORE, null, FILE_OF_USER);
        if (named == null) {
            // The library says the same of a name that is empty, which is no file, and of none.
            boolean isSet = git.getConfig().getNames(CORE).contains(FILE_OF_USER);
            return isSet ? Optional.empty() : folders.findInGitFolder("attributes");
        }
        // Git reads a relative name from where it runs, which is the top of the work tree.
        File top = git.isBare() ? git.getDirectory() : git.getWorkTree();
        return folders.expandSetting(named).map(top.toPath()::resolve);
    }

    // Each git has this path built in, as it has that of the system's settings: both are in one folder. A variable that
    // moves the settings does not move the attributes.
    private static Optional<Path> findSystemFile(Map<String, String> environment) {
        File settings = environment.containsKey("GIT_CONFIG_SYSTEM") ? null : FS.DETECTED.getGitSystemConfig();
        return Optional.of(
                settings == null
                        ? Path.of("/etc/gitattributes")
                        : settings.toPath().resolveSibling("gitattributes"));
    }

    // A name that leads to no tree is passed over, as git does with attr.tree.
    private static @Nullable AttributesSource findTree(Repository git, @Nullable String name) throws IOException {
        ObjectId tree = name == null || name.isEmpty() ? null : resolveTree(git, name);
        return tree == null ? null : directory -> readTree(git, tree, directory);
    }

    private static @Nullable ObjectId resolveTree(Repository git, String name) throws IOException {
        try {
            return git.resolve(name + "^{tree}");
        } catch (RevisionSyntaxException noRevision) {
            return null;
        }
    }

    private static @Nullable AttributesFile readTree(Repository git, ObjectId tree, BytePath directory)
            throws IOException {
        try (ObjectReader reader = git.newObjectReader();
                MergeObjects objects = MergeObjects.readOnly(reader)) {
            return AttributesSource.ofTree(objects, tree).read(directory);
        }
    }
}
