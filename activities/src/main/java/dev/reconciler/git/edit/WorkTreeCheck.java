package dev.reconciler.git.edit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.Constants;

/**
 * Finds the files of a folder that hold something else than its index, by git: filters, line ends and modes count as in the
 * person's own git. Git works with a git directory that is made for this one look, and is in no other.
 */
final class WorkTreeCheck {
    /** How files are compared there; each is a word, and starts nothing. */
    private static final List<String> HARMLESS =
            List.of("filemode", "symlinks", "ignorecase", "precomposeunicode", "autocrlf", "eol");

    private static final String NO_MONITOR = "core.fsmonitor=false";
    private static final String INDEX = "index";
    private static final int LONGEST = 1 << 20;

    private WorkTreeCheck() {}

    /**
     * Finds them.
     *
     * @param objects the folders in which the objects of the index are
     * @return their paths, as git quotes them
     */
    static List<String> listEdited(EditedFolder folder, List<Path> objects) throws IOException {
        Path own = Files.createTempDirectory("reconciler-edit");
        try {
            prepare(own, folder, objects);
            FolderGit git = FolderGit.in(
                    folder.root(),
                    Map.of(
                            "GIT_DIR", own.toString(),
                            "GIT_WORK_TREE", folder.root().toString(),
                            "GIT_OPTIONAL_LOCKS", "0"));
            // A file that was touched or copied differs in its times alone: this compares it, and its status is 1 where
            // one differs in its content.
            git.attempt("-c", NO_MONITOR, "update-index", "-q", "--refresh");
            String said = git.run("-c", NO_MONITOR, "diff-files", "--name-only", "--ignore-submodules=all", "-z");
            return Stream.of(said.split("\0", -1))
                    .filter(path -> !path.isEmpty())
                    .toList();
        } finally {
            delete(own);
        }
    }

    private static void prepare(Path own, EditedFolder folder, List<Path> objects) throws IOException {
        Files.createDirectories(own.resolve("refs"));
        Path alternates = Files.createDirectories(own.resolve("objects/info")).resolve("alternates");
        List<String> lines = new ArrayList<>();
        objects.forEach(each -> lines.add(each.toAbsolutePath().toString()));
        Files.write(alternates, lines);
        Files.writeString(own.resolve(Constants.HEAD), "ref: refs/heads/none\n");
        Files.writeString(own.resolve(Constants.CONFIG), describeSettings(folder));
        Files.copy(folder.gitDir().resolve(INDEX), own.resolve(INDEX));
    }

    private static String describeSettings(EditedFolder folder) throws IOException {
        Config theirs = readTheirs(folder);
        Config ours = new Config();
        ours.setInt("core", null, "repositoryformatversion", 0);
        ours.setBoolean("core", null, "bare", false);
        for (String name : HARMLESS) {
            String value = theirs.getString("core", null, name);
            if (value != null && value.matches("[a-z]{1,8}")) {
                ours.setString("core", null, name, value);
            }
        }
        return ours.toText();
    }

    // Without the files that it includes: those are not looked for.
    private static Config readTheirs(EditedFolder folder) throws IOException {
        Config theirs = new Config();
        try {
            theirs.fromText(EditedFolder.readSmallFile(folder.gitDir().resolve(Constants.CONFIG), LONGEST)
                    .orElse(""));
            return theirs;
        } catch (ConfigInvalidException unread) {
            return new Config();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
