package dev.reconciler.git.discovery;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.file.PathPresence;
import dev.reconciler.git.settings.SetupSettings;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;

/**
 * The clone that a folder is in, and what its own files say of its remote and its branch.
 *
 * <p>Files are read and nothing is written. No program that the clone names is run. {@link #checkOwner} comes before
 * {@link #path} and {@link #remote}, which read the clone's settings.
 */
public final class EnclosingClone {
    private final Path path;
    private final GitDirectory directory;
    private final Map<String, String> environment;

    private EnclosingClone(Path path, GitDirectory directory, Map<String, String> environment) {
        this.path = path;
        this.directory = directory;
        this.environment = environment;
    }

    /**
     * Finds the clone of the current folder. {@code GIT_DIR} and {@code GIT_WORK_TREE}, which git sets for its hooks,
     * may name that very clone.
     *
     * @return empty where git finds no clone
     * @throws RefusedException of type RepositoryCorrupt if the clone is broken, of type Configuration if the environment
     *     names another clone
     */
    public static Optional<EnclosingClone> ofCurrentFolder(Path folder, Map<String, String> environment)
            throws IOException {
        Optional<EnclosingClone> found = findClone(folder, environment, false);
        refuseOtherClone("GIT_DIR", folder, environment, found.map(clone -> clone.directory.gitDir()));
        refuseOtherClone("GIT_WORK_TREE", folder, environment, found.map(clone -> clone.path));
        return found;
    }

    /**
     * Finds the clone of a folder that a person named; {@code GIT_DIR} and {@code GIT_WORK_TREE} do not count.
     *
     * @return empty where git finds no clone, or the folder does not exist
     * @throws RefusedException of type RepositoryCorrupt if the clone is broken
     */
    public static Optional<EnclosingClone> of(Path folder, Map<String, String> environment) throws IOException {
        return Files.isDirectory(folder) ? findClone(folder, environment, true) : Optional.empty();
    }

    private static Optional<EnclosingClone> findClone(Path folder, Map<String, String> environment, boolean isNamed)
            throws IOException {
        Optional<Path> found = new CloneSearch(environment, isNamed).search(folder);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        // The path that a person gave may be a link. The repository is known by that path and not by the link's target.
        Path given = folder.toAbsolutePath().normalize();
        // Where the path goes up from a link, its normal form is another folder: then the target counts.
        Path path = isNamed && Files.exists(given) && Files.isSameFile(given, found.get()) ? given : found.get();
        return GitDirectory.find(path).map(directory -> new EnclosingClone(path, directory, environment));
    }

    private static void refuseOtherClone(
            String variable, Path folder, Map<String, String> environment, Optional<Path> found) throws IOException {
        String named = environment.get(variable);
        if (named == null) {
            return;
        }
        Path other = folder.resolve(named);
        if (found.isEmpty() || !Files.exists(other) || !Files.isSameFile(other, found.get())) {
            throw new RefusedException(
                    ErrorType.CONFIGURATION,
                    variable + " names " + named + ", and this folder is "
                            + found.map(its -> "in the clone of " + its).orElse("in no clone")
                            + "; unset the variable, or name the clone with --path");
        }
    }

    /** The folder that the clone is known by, as far as that shows without its settings; {@link #path} is exact. */
    public Path folder() {
        return path.endsWith(".git") ? path.resolveSibling(".").normalize() : path;
    }

    /** @throws RefusedException of type Unsupported if the clone is another user's and git's settings don't allow it */
    public void checkOwner() throws IOException {
        new RepositoryOwnership(ProcessUser.ofThisProcess(), ProcessUser::ownerOf, environment).check(directory);
    }

    /**
     * The short name of the branch that HEAD is on; the branch need not have a commit yet. During a rebase HEAD is on
     * none, and the branch is the one that is rebased.
     *
     * @return empty where HEAD is on no branch
     */
    public Optional<String> branch() throws IOException {
        Optional<String> ofHead = SymbolicRefs.findBranch(directory.gitDir(), directory.commonDir());
        return ofHead.isPresent() ? ofHead : findRebasedBranch();
    }

    private Optional<String> findRebasedBranch() throws IOException {
        for (String state : List.of("rebase-merge", "rebase-apply")) {
            Path file = directory.gitDir().resolve(state).resolve("head-name");
            String name = PathPresence.isFile(file) ? Files.readString(file).strip() : "";
            if (name.startsWith(Constants.R_HEADS)) {
                return Optional.of(name.substring(Constants.R_HEADS.length()));
            }
        }
        return Optional.empty();
    }

    /**
     * The path to configure: the top of the work tree, or the bare repository. From a folder inside a git directory, this
     * is the top of the work tree that belongs to the git directory. Where {@code core.worktree} names a folder that has
     * no {@code .git}, it is the folder with the git directory, from which that setting leads to the work tree.
     *
     * @throws RefusedException of type Configuration if the way from that path does not lead to this git directory
     */
    public Path path() throws IOException {
        Path top = findTop();
        // A host is configured with one path, and finds the git directory from it. So the way back must lead here.
        if (!leadsHere(top)) {
            throw new RefusedException(
                    ErrorType.CONFIGURATION,
                    directory.gitDir() + " has its work tree elsewhere (" + top
                            + "), which can't be taken from the folder; give --path, --remote and --branch");
        }
        return top;
    }

    private boolean leadsHere(Path top) throws IOException {
        Optional<GitDirectory> there = GitDirectory.find(top);
        return there.isPresent() && Files.isSameFile(there.get().gitDir(), directory.gitDir());
    }

    private Path findTop() throws IOException {
        Path gitDir = directory.gitDir();
        boolean isLinked = !gitDir.equals(directory.commonDir());
        if (isLinked && directory.workTree() == null) {
            return readLinkedTop(gitDir);
        }
        SetupSettings settings = SetupSettings.read(gitDir, directory.commonDir());
        if (settings.bare().orElse(false)) {
            return gitDir;
        }
        if (settings.workTree().isPresent()) {
            Path top = PointerFile.resolve(gitDir, settings.workTree().get());
            return Files.exists(top.resolve(".git")) && !Files.isSameFile(top, path) && leadsHere(top) ? top : path;
        }
        // The folder was inside the git directory of an ordinary clone: the work tree is the folder that has the .git.
        boolean isInside = directory.workTree() == null && gitDir.endsWith(".git");
        return isInside ? gitDir.resolveSibling(".").normalize() : path;
    }

    // The file gitdir in the git directory of a linked work tree holds the path of the .git file of that work tree.
    private static Path readLinkedTop(Path gitDir) throws IOException {
        Path dotGit = gitDir.resolve(PointerFile.read(gitDir.resolve("gitdir")));
        return dotGit.resolveSibling(".").normalize();
    }

    /**
     * The URL of {@code origin}, see {@link OriginUrl}. A relative path starts from {@link #path}. The URL may hold a
     * password.
     *
     * @throws RefusedException of type Configuration if there is no such remote, or the remote has more than one URL
     */
    public String remote() throws IOException {
        SetupSettings setup = SetupSettings.read(directory.gitDir(), directory.commonDir());
        return new OriginUrl(path, directory.readSettings(setup, environment)).read();
    }
}
