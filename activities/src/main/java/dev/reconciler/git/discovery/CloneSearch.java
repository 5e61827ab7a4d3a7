package dev.reconciler.git.discovery;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.settings.GitSettings;
import dev.reconciler.git.settings.GitTruth;
import dev.reconciler.model.ErrorType;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the repository that a folder is in, as git does from its current folder: the folder itself, or the nearest one
 * above it, that has a {@code .git} or is a git directory. The search ends at a folder of {@code
 * GIT_CEILING_DIRECTORIES} and at the border of the file system.
 *
 * <p>Follows {@code setup_git_directory_gently_1} in git's {@code setup.c}; newer versions call that function {@code
 * repo_discovery_find_dir}.
 */
final class CloneSearch {
    private final Map<String, String> environment;
    private final boolean isNamed;

    /** @param isNamed whether a person named the folder. If not, {@code safe.bareRepository} counts */
    CloneSearch(Map<String, String> environment, boolean isNamed) {
        this.environment = environment;
        this.isNamed = isNamed;
    }

    /**
     * Searches from a folder upwards.
     *
     * @return the folder with {@code .git}, or the git directory itself, all links followed; empty where there is none
     * @throws RefusedException of type Configuration if git's settings forbid to use a bare repository that is only
     *     found
     */
    Optional<Path> search(Path start) throws IOException {
        List<Path> ceilings = readCeilings();
        Path first = start.toRealPath();
        for (Path folder = first; folder != null; folder = folder.getParent()) {
            // The folder itself is always looked at, a ceiling above it never.
            boolean isAbove = !folder.equals(first);
            if (isAbove && (ceilings.contains(folder) || !isSameFileSystem(first, folder))) {
                return Optional.empty();
            }
            // A work tree comes before a git directory: a folder may look like both.
            if (hasDotGit(folder)) {
                return Optional.of(folder);
            }
            if (isGitDirectory(folder)) {
                refuseFoundBare(folder);
                return Optional.of(folder);
            }
        }
        return Optional.empty();
    }

    private static boolean hasDotGit(Path folder) {
        Path dotGit = folder.resolve(".git");
        return Files.isRegularFile(dotGit) || isGitDirectory(dotGit);
    }

    // The git directory of a linked work tree has no objects and refs of its own: the file commondir says where they
    // are.
    private static boolean isGitDirectory(Path folder) {
        Path head = folder.resolve("HEAD");
        boolean hasContents = Files.isDirectory(folder.resolve("objects")) && Files.isDirectory(folder.resolve("refs"));
        return (Files.isRegularFile(head) || Files.isSymbolicLink(head))
                && (hasContents || Files.isRegularFile(folder.resolve("commondir")));
    }

    // As is_implicit_bare_repo. A bare repository may lie inside a work tree that a person has cloned, and bring
    // settings that name programs. So git can be told to use only those that a person names. A .git folder and what
    // git itself puts into one are not among them.
    private void refuseFoundBare(Path folder) throws IOException {
        if (isNamed || folder.endsWith(".git") || isInside(folder, "worktrees") || isInside(folder, "modules")) {
            return;
        }
        List<String> said = GitSettings.readProtected(environment).values("safe", null, "bareRepository");
        if (!said.isEmpty() && said.get(said.size() - 1).equals("explicit")) {
            throw new RefusedException(
                    ErrorType.CONFIGURATION,
                    "git's setting safe.bareRepository is 'explicit', and " + folder
                            + " is a bare repository; name it with --path");
        }
    }

    private static boolean isInside(Path folder, String kind) {
        return folder.toString().contains("/.git/" + kind + "/");
    }

    private List<Path> readCeilings() throws IOException {
        List<Path> ceilings = new ArrayList<>();
        String text = environment.getOrDefault("GIT_CEILING_DIRECTORIES", "");
        // /a:/b::/c: git follows the links in /a and /b. After the empty entry it takes /c as it is, since the
        // folder may be on a file system that is slow to answer.
        boolean follows = true;
        for (String entry : text.split(File.pathSeparator, -1)) {
            if (entry.isEmpty()) {
                follows = false;
            } else if (Path.of(entry).isAbsolute()) {
                Path ceiling = Path.of(entry).normalize();
                ceilings.add(follows && Files.exists(ceiling) ? ceiling.toRealPath() : ceiling);
            }
        }
        return ceilings;
    }

    private static Object readDevice(Path folder) throws IOException {
        try {
            return Files.getAttribute(folder, "unix:dev");
        } catch (UnsupportedOperationException | IllegalArgumentException unknown) {
            return "";
        }
    }

    private boolean isSameFileSystem(Path one, Path other) throws IOException {
        return GitTruth.parse(environment.getOrDefault("GIT_DISCOVERY_ACROSS_FILESYSTEM", ""))
                        .orElse(false)
                || readDevice(one).equals(readDevice(other));
    }
}
