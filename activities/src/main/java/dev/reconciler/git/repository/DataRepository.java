package dev.reconciler.git.repository;

import dev.reconciler.git.discovery.ConfiguredWorkTree;
import dev.reconciler.git.discovery.GitDirectory;
import dev.reconciler.git.discovery.RepositoryOwnership;
import dev.reconciler.git.discovery.SymbolicRefs;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.file.DiskSync;
import dev.reconciler.git.file.PathPresence;
import dev.reconciler.git.file.SharedPermissions;
import dev.reconciler.git.history.ObjectLookup;
import dev.reconciler.git.lock.GitLockFile;
import dev.reconciler.git.lock.RepositoryLock;
import dev.reconciler.git.settings.GitFileSystem;
import dev.reconciler.git.settings.GitSettings;
import dev.reconciler.git.settings.GitSystemReader;
import dev.reconciler.git.settings.SetupSettings;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A data repository, opened for one step.
 *
 * <p>Each step opens the repository anew. The library caches which packs and refs exist, so in a repository that stays
 * open a step would miss a garbage collection of the application. To be used by one thread.
 */
public final class DataRepository implements AutoCloseable {
    static {
        GitSystemReader.install();
    }

    private final RepositorySettings settings;
    private final GitDirectory directory;
    private final RepositoryOwnership.RepositoryOwner owner;
    private final SyncedRepository git;
    private final RefNames names;

    /** Takes what is written without the lock. */
    private final DiskSync unlocked = new DiskSync();

    /** The lock that was taken last, by which lock files of git are taken. */
    private @Nullable RepositoryLock held;

    private DataRepository(
            RepositorySettings settings,
            GitDirectory directory,
            RepositoryOwnership.RepositoryOwner owner,
            SyncedRepository git) {
        this.settings = settings;
        this.directory = directory;
        this.owner = owner;
        this.git = git;
        this.names = RefNames.of(settings.branch(), settings.remoteName());
    }

    /**
     * Opens the repository at the configured path.
     *
     * @return empty where there is none yet, and a first clone has to be made
     * @throws RefusedException if what is there is no repository (RepositoryCorrupt), or one that can't be handled
     *     without risk: its format, or another owner (Unsupported)
     */
    public static Optional<DataRepository> open(RepositorySettings settings) throws IOException {
        return open(settings, RepositoryOwnership.ofThisProcess());
    }

    /** Like {@link #open(RepositorySettings)}, for the user and the environment that {@code ownership} has. */
    public static Optional<DataRepository> open(RepositorySettings settings, RepositoryOwnership ownership)
            throws IOException {
        Optional<GitDirectory> found = GitDirectory.find(settings.path());
        if (found.isEmpty()) {
            checkClonePlace(settings.path(), ownership);
            return Optional.empty();
        }
        GitDirectory directory = found.get();
        // The owner first: no setting and no object of another user's repository may be read before it is allowed.
        RepositoryOwnership.RepositoryOwner owner = ownership.check(directory);
        SetupSettings setup = SetupSettings.read(directory.gitDir(), directory.commonDir());
        GitSettings gitSettings = directory.readSettings(setup, ownership.environment());
        RepositoryFormats.check(directory, setup, gitSettings);
        GitDirectory placed = ConfiguredWorkTree.apply(directory, setup, owner);
        return Optional.of(new DataRepository(settings, placed, owner, openGit(placed, owner, gitSettings)));
    }

    // A clone that is made in another user's empty folder would be refused as soon as it is there.
    private static void checkClonePlace(Path path, RepositoryOwnership ownership) throws IOException {
        if (PathPresence.isFolder(path)) {
            ownership.check(path);
        }
    }

    private static SyncedRepository openGit(
            GitDirectory directory, RepositoryOwnership.RepositoryOwner owner, GitSettings gitSettings)
            throws IOException {
        FileRepositoryBuilder builder = new FileRepositoryBuilder()
                .setGitDir(directory.gitDir().toFile())
                .setFS(GitFileSystem.shared())
                .setMustExist(true);
        Path workTree = directory.workTree();
        if (workTree == null) {
            builder.setBare();
        } else {
            builder.setWorkTree(workTree.toFile());
        }
        try {
            return new SyncedRepository(builder.setup(), owner, gitSettings);
        } catch (RepositoryNotFoundException | IllegalArgumentException broken) {
            throw new RefusedException(
                    ErrorType.REPOSITORY_CORRUPT,
                    directory.gitDir() + " can't be opened: " + broken.getMessage() + "; repair it, or move it away",
                    broken);
        } catch (IOException unread) {
            // The library reads the file by itself too, and not all that git takes: no key above the first section, and
            // none without a value before a carriage return.
            if (unread.getCause() instanceof ConfigInvalidException line) {
                throw newSettingsError(directory, line);
            }
            throw unread;
        }
    }

    private static RefusedException newSettingsError(GitDirectory directory, ConfigInvalidException line) {
        return new RefusedException(
                ErrorType.UNSUPPORTED,
                directory.commonDir().resolve("config") + ", or a file that it includes, has a line that git takes and"
                        + " this program can't read (" + line.getMessage()
                        + "); put every key below a section, with =, a value and a line feed behind it",
                line);
    }

    /** What the host's configuration says of the repository. */
    public RepositorySettings settings() {
        return settings;
    }

    /** The library's view of the repository. */
    public Repository git() {
        return git;
    }

    /** Lets {@link #git} keep in memory, from now on, which commits lack their parents. */
    void holdBoundary() throws IOException {
        git.holdBoundary();
    }

    /** What git's settings say, in the order of their files. */
    public GitSettings gitSettings() {
        return git.settings();
    }

    /** The folders in which the repository is. */
    public GitDirectory directory() {
        return directory;
    }

    /** Whether programs that the repository's settings name may run: not where it belongs to another user. */
    public boolean runsPrograms() {
        return owner == RepositoryOwnership.RepositoryOwner.OURS;
    }

    /** The names of the branch's refs. */
    public RefNames names() {
        return names;
    }

    /** The permissions of what is written in the git directory. */
    public SharedPermissions permissions() {
        return SharedPermissions.of(git.getConfig());
    }

    /** The repository's refs. */
    public RefStore refs() {
        return new RefStore(git, this::takeLockFile, this::syncs);
    }

    /**
     * What is to be on the disk when the {@link #lock} is given back at the latest. Without the lock a name is not flushed
     * by itself, but what it leads to is: a first clone is, as a whole, before it gets its place.
     */
    public DiskSync syncs() {
        return held == null ? unlocked : held.syncs();
    }

    /**
     * Takes the repository's lock, and removes lock files of git that a killed holder left behind.
     *
     * @throws RepositoryBusyException if another process or activity keeps the lock
     */
    public RepositoryLock lock() throws IOException {
        RepositoryLock lock = RepositoryLock.acquire(directory.commonDir(), permissions());
        held = lock;
        return lock;
    }

    /**
     * Takes the repository's lock and removes nothing, for a step that changes no ref and no work tree.
     *
     * @throws RepositoryBusyException if another process or activity keeps the lock
     */
    public RepositoryLock lockWithoutCleanup() throws IOException {
        return RepositoryLock.acquireWithoutCleanup(directory.commonDir(), permissions());
    }

    private GitLockFile takeLockFile(Path lockFile) throws IOException {
        return held == null ? GitLockFile.takeUnproved(lockFile) : held.take(lockFile);
    }

    /** Whether the lock file of an index is one that a killed run left, and this process may take it over. */
    public boolean isLeftLock(Path lockFile) throws IOException {
        return held != null && held.isLeft(lockFile);
    }

    /**
     * Takes the lock file of the index; takes it over where a killed run left it.
     *
     * @throws FileAlreadyExistsException if another process holds it
     */
    public GitLockFile takeIndexLock(Path lockFile) throws IOException {
        return held == null ? GitLockFile.takeUnproved(lockFile) : held.takeOrAdopt(lockFile);
    }

    /**
     * The commit of the local branch.
     *
     * @throws RefusedException if there is no such branch (BranchMissing), or its commit is not there
     *     (RepositoryCorrupt)
     */
    public ObjectId local() throws IOException {
        refuseSymbolicBranch();
        ObjectId id = refs().read(names.branch());
        if (id.equals(ObjectId.zeroId())) {
            throw newBranchMissingError();
        }
        // The quick look is enough where it finds the object. Where it does not, the library has the last word.
        if (ObjectLookup.finds(directory.commonDir().resolve("objects"), id)) {
            return id;
        }
        try (RevWalk walk = new RevWalk(git)) {
            walk.parseCommit(id);
            return id;
        } catch (MissingObjectException | IncorrectObjectTypeException missing) {
            throw new RefusedException(
                    ErrorType.REPOSITORY_CORRUPT,
                    settings.path() + ": branch " + settings.branch() + " names " + id.name()
                            + ", which is no commit that is there; restore it from a backup or another clone, or"
                            + " choose another: the lines of "
                            + directory.commonDir().resolve("logs").resolve(names.branch())
                            + " name what the branch held before, and git update-ref " + names.branch()
                            + " COMMIT sets it",
                    missing);
        }
    }

    private void refuseSymbolicBranch() throws IOException {
        Optional<String> target = SymbolicRefs.readTarget(directory.commonDir().resolve(names.branch()));
        if (target.isPresent()) {
            throw new RefusedException(
                    ErrorType.UNSUPPORTED,
                    settings.path() + ": branch " + settings.branch() + " is a symbolic ref to " + target.get()
                            + "; give that one as `branch`");
        }
    }

    /**
     * Writes a URL into the repository's configuration, where the application's own git looks for the remote's.
     *
     * @param url without secrets
     * @throws RepositoryBusyException if a git process holds the lock file of the configuration
     */
    public void writeRemoteUrl(String url) throws IOException {
        // The file is read anew: the configuration that is open has settings for this process alone, see
        // SyncedRepository, and to save them would change how the application's own git writes.
        RepositoryConfigFile file =
                new RepositoryConfigFile(directory.commonDir().resolve("config"));
        try (GitLockFile lock = takeLockFile(file.lockFile())) {
            file.setValue(lock, syncs(), "remote", settings.remoteName(), "url", url);
        } catch (FileAlreadyExistsException taken) {
            throw new RepositoryBusyException(file.lockFile() + " is held by another process");
        } catch (ConfigInvalidException broken) {
            throw new IOException(broken);
        }
    }

    private RefusedException newBranchMissingError() throws IOException {
        BranchName branch = settings.branch();
        boolean isUnborn = SymbolicRefs.resolveHead(directory.gitDir(), directory.commonDir())
                .equals(Optional.of(names.branch()));
        String found = isUnborn
                ? " has no commit on branch " + branch
                        + ", which HEAD names; commit there, take the remote's (git fetch " + settings.remoteName()
                        + " " + branch + " && git reset FETCH_HEAD)"
                : " has no branch " + branch + "; create it there (git branch " + branch + " COMMIT)";
        return new RefusedException(
                ErrorType.BRANCH_MISSING, settings.path() + found + ", or correct `branch`" + describeLastCommit());
    }

    // A branch that a broken disk has taken: whoever takes the remote's would let go of its commits.
    private String describeLastCommit() throws IOException {
        Path log = directory.commonDir().resolve("logs").resolve(names.branch());
        List<String> lines =
                PathPresence.isFile(log) ? Files.readAllLines(log, StandardCharsets.ISO_8859_1) : List.of();
        String[] last =
                lines.isEmpty() ? new String[0] : lines.get(lines.size() - 1).split(" ", 3);
        return last.length < 3
                        || !ObjectId.isId(last[1])
                        || ObjectId.fromString(last[1]).equals(ObjectId.zeroId())
                ? ""
                : "; where nobody has removed it, its reflog says what it held: git update-ref " + names.branch() + " "
                        + last[1];
    }

    @Override
    public void close() {
        git.close();
    }
}
