package dev.reconciler.git.discovery;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.settings.SetupSettings;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a repository's files are by its own settings {@code core.bare} and {@code core.worktree}: not always where {@code
 * .git} is.
 *
 * <p>Follows {@code setup_discovered_git_dir} and {@code setup_bare_git_dir} in git's {@code setup.c}. To be used after
 * the owner was checked, for settings are read.
 */
public final class ConfiguredWorkTree {
    private ConfiguredWorkTree() {}

    /**
     * Puts the work tree of a repository where its settings say.
     *
     * @param found the repository as the names of its files show it
     * @return the repository with the work tree that git would use; without one where git would use none
     * @throws RefusedException of type Unsupported if the settings name a folder that is not there, or if a repository of
     *     another owner names another folder than the one that it is in
     */
    public static GitDirectory apply(
            GitDirectory found, SetupSettings settings, RepositoryOwnership.RepositoryOwner owner) throws IOException {
        if (settings.bare().orElse(false)) {
            return found.withWorkTree(null);
        }
        Optional<String> named = settings.workTree();
        if (named.isEmpty()) {
            return found;
        }
        Path folder = findFolder(found, named.get());
        Path discovered = found.workTree();
        if (discovered != null && Files.isSameFile(folder, discovered)) {
            return found;
        }
        // Git would write there too. But here the settings are those of another user, and a person has allowed no more
        // than the repository.
        if (owner != RepositoryOwnership.RepositoryOwner.OURS) {
            throw newRefusal(found, named.get(), "outside of it, and belongs to another user; remove the setting");
        }
        return found.withWorkTree(folder);
    }

    // A relative path starts from where the git directory really is, as after a change into it.
    private static Path findFolder(GitDirectory found, String named) throws IOException {
        try {
            Path folder = found.gitDir().toRealPath().resolve(named);
            if (Files.isDirectory(folder)) {
                return folder.toRealPath();
            }
        } catch (InvalidPathException noPath) {
            throw newRefusal(found, named, "no path here; correct the setting");
        }
        throw newRefusal(found, named, "no folder; make it, mount it, or correct the setting");
    }

    private static RefusedException newRefusal(GitDirectory found, String named, String what) {
        return new RefusedException(
                ErrorType.UNSUPPORTED,
                found.gitDir() + " has its work tree elsewhere (core.worktree): " + named + " is " + what);
    }
}
