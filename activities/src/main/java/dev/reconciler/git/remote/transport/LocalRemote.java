package dev.reconciler.git.remote.transport;

import dev.reconciler.git.discovery.RepositoryOwnership;
import dev.reconciler.git.discovery.SymbolicRefs;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.settings.SetupSettings;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.RepositoryCache;
import org.eclipse.jgit.util.FS;

/**
 * A remote that is a repository on this host's disk.
 *
 * @param gitDir the directory with HEAD
 * @param owner whether this process's user owns it; no program is run in a repository of another user
 */
record LocalRemote(Path gitDir, RepositoryOwnership.RepositoryOwner owner) {
    /**
     * Finds the repository that JGit's transport for paths would open, and checks its owner.
     *
     * @return empty where there is no repository: the path leads to nothing, or to a bundle file
     * @throws RefusedException of type Unsupported if it is another user's and git's settings don't allow it, or if the
     *     ids of its objects are not of SHA-1
     */
    static Optional<LocalRemote> find(Path path) throws IOException {
        var found = Files.isRegularFile(path) ? null : RepositoryCache.FileKey.resolve(path.toFile(), FS.DETECTED);
        if (found == null) {
            return Optional.empty();
        }
        Path gitDir = found.toPath();
        LocalRemote remote =
                new LocalRemote(gitDir, RepositoryOwnership.ofThisProcess().check(gitDir));
        remote.refuseOtherIds();
        return Optional.of(remote);
    }

    // JGit cuts the longer ids, and then misses the objects: it looks as if the repository had lost them.
    private void refuseOtherIds() throws IOException {
        for (SetupSettings.Extension extension :
                SetupSettings.read(gitDir, gitDir).extensions()) {
            if (extension.name().equalsIgnoreCase("objectFormat") && !"sha1".equals(extension.value())) {
                throw new RefusedException(
                        ErrorType.UNSUPPORTED,
                        gitDir + " names its objects by " + extension.value()
                                + ", which is not read here; a remote that does so by sha1 is needed");
            }
        }
    }

    /**
     * Refuses to push to a ref that is checked out, as git's receive-pack does with {@code receive.denyCurrentBranch}: the
     * files of the work tree would stay as they are, and look like changes that take the push back.
     *
     * @throws RefusedException of type PushRejected if a work tree of the repository has the ref checked out
     */
    void refuseCheckedOut(String ref) throws IOException {
        for (Path each : findGitDirs()) {
            if (SymbolicRefs.resolveHead(each, gitDir).equals(Optional.of(ref))) {
                throw new RefusedException(
                        ErrorType.PUSH_REJECTED,
                        gitDir + " has " + ref + " checked out in a work tree, which would not follow ("
                                + each.resolve("HEAD") + "); use a bare repository as remote");
            }
        }
    }

    // That of the main work tree, and one of each linked work tree (git worktree add), which a bare repository may
    // have.
    private List<Path> findGitDirs() throws IOException {
        List<Path> gitDirs = new ArrayList<>();
        if (!isBare()) {
            gitDirs.add(gitDir);
        }
        Path linked = gitDir.resolve("worktrees");
        if (Files.isDirectory(linked)) {
            try (Stream<Path> entries = Files.list(linked)) {
                entries.forEach(gitDirs::add);
            }
        }
        return gitDirs;
    }

    private boolean isBare() throws IOException {
        return SetupSettings.read(gitDir, gitDir).bare().orElse(!gitDir.endsWith(".git"));
    }
}
