package dev.reconciler.git.discovery;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides whether this process may use a repository, by its owner and by git's settings.
 *
 * <p>A repository names programs: hooks, filters, gpg. The owner of a repository could have this process run programs of
 * the owner's choice. So a repository of another user is refused, as git refuses it, unless {@code safe.directory}
 * allows it ({@link SafeDirectories}); and its programs are not run even then. The check comes before any setting or
 * object of a repository is read.
 */
public final class RepositoryOwnership {
    private final ProcessUser user;
    private final FileOwners owners;
    private final Map<String, String> environment;

    RepositoryOwnership(ProcessUser user, FileOwners owners, Map<String, String> environment) {
        this.user = user;
        this.owners = owners;
        this.environment = environment;
    }

    /** The check for the user and the environment of this process. */
    public static RepositoryOwnership ofThisProcess() {
        return of(System.getenv());
    }

    /** The check for the user of this process, with the settings of that environment. */
    public static RepositoryOwnership of(Map<String, String> environment) {
        return new RepositoryOwnership(ProcessUser.ofThisProcess(), ProcessUser::ownerOf, environment);
    }

    /** The environment whose settings count. */
    public Map<String, String> environment() {
        return environment;
    }

    /**
     * Checks the owners of a clone's work tree, git directory and {@code .git} file, and of the repository that a linked
     * work tree belongs to.
     *
     * @throws RefusedException of type Unsupported if one of them is another user's and git's settings don't allow the
     *     clone
     */
    public RepositoryOwner check(GitDirectory clone) throws IOException {
        RepositoryOwner owner = checkWorkTree(clone);
        // Of a linked work tree git trusts the repository that it is linked to. The settings and the hooks are there.
        List<Path> foreign = new ArrayList<>();
        addForeign(foreign, clone.commonDir());
        return foreign.isEmpty() ? owner : RepositoryOwner.ALLOWED;
    }

    private RepositoryOwner checkWorkTree(GitDirectory clone) throws IOException {
        Path workTree = clone.workTree();
        if (workTree == null) {
            return check(clone.gitDir());
        }
        // As git does it: where .git is a link, the owner of the link itself counts, since that user has chosen its
        // target.
        Path dotGit = workTree.resolve(".git");
        List<Path> foreign = new ArrayList<>();
        addForeign(foreign, workTree);
        addForeign(foreign, dotGit, LinkOption.NOFOLLOW_LINKS);
        if (!clone.gitDir().equals(dotGit)) {
            addForeign(foreign, clone.gitDir());
        }
        return decideTrust(workTree, foreign);
    }

    /**
     * Checks the owner of one directory: that of a bare repository, or one in which a clone is about to be made.
     *
     * @throws RefusedException of type Unsupported if the directory is another user's and git's settings don't allow it
     */
    public RepositoryOwner check(Path directory) throws IOException {
        List<Path> foreign = new ArrayList<>();
        addForeign(foreign, directory);
        return decideTrust(directory, foreign);
    }

    private void addForeign(List<Path> foreign, Path file, LinkOption... links) throws IOException {
        Optional<Integer> owner = owners.of(file, links);
        if (owner.isPresent() && !user.isOwner(owner.get())) {
            foreign.add(file);
        }
    }

    /** @param repository the path by which {@code safe.directory} names it */
    private RepositoryOwner decideTrust(Path repository, List<Path> foreign) throws IOException {
        if (foreign.isEmpty()) {
            return RepositoryOwner.OURS;
        }
        // The settings are read only here: most repositories need none of them.
        Path real = repository.toRealPath();
        if (SafeDirectories.read(environment).allows(real)) {
            return RepositoryOwner.ALLOWED;
        }
        throw new RefusedException(ErrorType.UNSUPPORTED, explainRefusal(foreign.get(0), real));
    }

    private String explainRefusal(Path foreign, Path repository) throws IOException {
        return foreign + " belongs to " + describeOwner(owners.of(foreign).orElseThrow(), nameOwner(foreign))
                + ", and this program runs as uid " + user.uid()
                + ": as git, it does not trust a repository of another user. Run it as the owner, or allow the"
                + " repository: git config --global --add safe.directory " + quotePath(repository.toString());
    }

    private static String nameOwner(Path file) throws IOException {
        return Files.getOwner(file).getName();
    }

    private static String describeOwner(int uid, String name) {
        String number = "uid " + Integer.toUnsignedString(uid);
        return name.equals(Integer.toUnsignedString(uid)) ? number : name + " (" + number + ")";
    }

    /** Writes a path as a shell takes it for one word. */
    private static String quotePath(String path) {
        return path.matches("[\\w/.+:@%=-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
    }

    /** The owner of a repository that may be used. */
    public enum RepositoryOwner {
        /** The user of this process: the programs of the repository may run. */
        OURS,
        /** Another user, at least in part, and git would use the repository: its programs don't run. */
        ALLOWED
    }

    /** Finds the number of a file's owner; empty where the file system knows no owners. */
    interface FileOwners {
        Optional<Integer> of(Path file, LinkOption... links) throws IOException;
    }
}
