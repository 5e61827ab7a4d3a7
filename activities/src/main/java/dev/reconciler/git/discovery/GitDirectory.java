package dev.reconciler.git.discovery;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.file.PathPresence;
import dev.reconciler.git.settings.GitSettings;
import dev.reconciler.git.settings.RepositoryFiles;
import dev.reconciler.git.settings.SetupSettings;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.Constants;
import org.jspecify.annotations.Nullable;

/**
 * The git directory of a repository, found from the configured path by the names of files alone: no settings are read.
 *
 * @param gitDir the directory with HEAD
 * @param commonDir the directory with the objects and refs; in a linked work tree another one than {@code gitDir}
 * @param workTree the work tree at the configured path; null where the repository is bare
 */
public record GitDirectory(
        Path gitDir, Path commonDir, @Nullable Path workTree) {
    /** The name of the folder in which a first clone is made, or the end of its name. */
    public static final String STAGE = ".reconciler-clone";

    /** A file in the stage of a first clone, present while the clone is whole and not in its place yet. */
    public static final String WHOLE = "reconciler/whole";

    private static final String GITDIR = "gitdir: ";

    private static final Pattern HOLDS_COMMIT = Pattern.compile("[0-9a-fA-F]{40}");

    /**
     * Finds the git directory of a path.
     *
     * @return empty where there is nothing: no path, an empty directory, or a first clone that is not finished
     * @throws RefusedException of type RepositoryCorrupt if the path is a file, or a directory that has files and is no
     *     repository
     */
    public static Optional<GitDirectory> find(Path path) throws IOException {
        if (!PathPresence.isThere(path)) {
            return Optional.empty();
        }
        if (!PathPresence.isFolder(path)) {
            throw newResidueError(path, "is a file");
        }
        // A run was killed while it moved a whole clone from the stage to here, file by file: the next one goes on.
        if (PathPresence.isThere(stageIn(path).resolve(WHOLE))) {
            return Optional.empty();
        }
        Path dotGit = path.resolve(".git");
        // A work tree: .git is the git directory, or a file that says where the git directory is.
        if (PathPresence.isThere(dotGit)) {
            return requireWhole(PathPresence.isFolder(dotGit) ? dotGit : readGitFile(dotGit), path);
        }
        if (isEmpty(path)) {
            return Optional.empty();
        }
        // A bare repository.
        return requireWhole(path, null);
    }

    /** The same repository with its files in another folder; null: without files. */
    GitDirectory withWorkTree(@Nullable Path folder) {
        return new GitDirectory(gitDir, commonDir, folder);
    }

    /** Reads all settings that count in the repository, once its owner was checked. */
    public GitSettings readSettings(SetupSettings setup, Map<String, String> environment) throws IOException {
        return GitSettings.readFor(
                new RepositoryFiles(
                        gitDir, commonDir, setup.hasWorktreeConfig(), () -> SymbolicRefs.findBranch(gitDir, commonDir)),
                environment);
    }

    /** The folder in which a first clone is made where the path exists already. */
    public static Path stageIn(Path path) {
        return path.resolve(STAGE);
    }

    private static Optional<GitDirectory> requireWhole(Path gitDir, @Nullable Path workTree) throws IOException {
        Path common = readCommonDir(gitDir);
        Path head = gitDir.resolve("HEAD");
        boolean hasHead = PathPresence.isFile(head) || Files.isSymbolicLink(head);
        if (!PathPresence.isFolder(common.resolve("objects")) || !PathPresence.isFolder(common.resolve("refs"))) {
            throw hasHead || workTree != null
                    ? newBrokenError(common, "has no objects or no refs", "Restore it from a backup")
                    : newResidueError(gitDir, "has files of something else");
        }
        if (!hasHead) {
            throw newBrokenError(gitDir, "has no HEAD", describeNewHead(head));
        }
        if (!isHead(head)) {
            throw newBrokenError(gitDir, "has a HEAD that names nothing", describeNewHead(head));
        }
        return Optional.of(new GitDirectory(gitDir, common, workTree));
    }

    // As git's validate_headref, which looks at no ref: the branch may have no commit yet.
    private static boolean isHead(Path head) throws IOException {
        Optional<String> target = SymbolicRefs.readTarget(head);
        if (target.isPresent()) {
            return target.get().startsWith(Constants.R_REFS);
        }
        return PathPresence.isFile(head)
                && HOLDS_COMMIT
                        .matcher(Files.readString(head, StandardCharsets.ISO_8859_1))
                        .lookingAt();
    }

    private static Path readGitFile(Path dotGit) throws IOException {
        String text = PointerFile.read(dotGit);
        if (!text.startsWith(GITDIR)) {
            throw newResidueError(dotGit, "does not say where the git directory is");
        }
        return PointerFile.resolve(dotGit.resolveSibling("."), text.substring(GITDIR.length()));
    }

    private static Path readCommonDir(Path gitDir) throws IOException {
        Path pointer = gitDir.resolve("commondir");
        return PathPresence.isThere(pointer) ? PointerFile.resolve(gitDir, PointerFile.read(pointer)) : gitDir;
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (var entries = Files.list(directory)) {
            // The root of a fresh volume has a folder that belongs to its file system.
            return entries.allMatch(entry -> entry.equals(stageIn(directory)) || entry.endsWith("lost+found"));
        }
    }

    // Without a HEAD git finds no repository, so git symbolic-ref can't write one.
    private static String describeNewHead(Path head) {
        return "Its commits are there; write the branch that was checked out: echo 'ref: refs/heads/BRANCH' > " + head;
    }

    /** What is there may hold commits that are nowhere else: to move it away is no advice. */
    private static RefusedException newBrokenError(Path gitDir, String what, String todo) {
        return new RefusedException(
                ErrorType.REPOSITORY_CORRUPT,
                gitDir + " is a broken git repository: it " + what + "; nothing was removed. " + todo);
    }

    private static RefusedException newResidueError(Path path, String what) {
        return new RefusedException(
                ErrorType.REPOSITORY_CORRUPT,
                path + " is no git repository: it " + what
                        + "; nothing was removed. Correct `path`, or move it away, and the next run makes a clone there");
    }
}
