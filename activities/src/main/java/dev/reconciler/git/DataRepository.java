package dev.reconciler.git;

import dev.reconciler.model.BranchName;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.LockFailedException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/**
 * A data repository, opened for one step.
 *
 * <p>Opened anew for each step: a repository that is kept open caches what exists, and a garbage collection by the
 * application would be missed.
 */
public final class DataRepository implements AutoCloseable {
    private final RepositorySettings settings;
    private final GitDirectory directory;
    private final Repository git;
    private final RefNames names;

    private DataRepository(RepositorySettings settings, GitDirectory directory, Repository git) {
        this.settings = settings;
        this.directory = directory;
        this.git = git;
        this.names = RefNames.of(settings.branch(), settings.remoteName());
    }

    /**
     * Opens the repository at the configured path.
     *
     * @return empty where there is none yet, and a first clone has to be made
     * @throws RefusedException if what is there is no repository (RepositoryCorrupt), or one of a format that can't be
     *     handled (Unsupported)
     */
    public static Optional<DataRepository> open(RepositorySettings settings) throws IOException {
        Optional<GitDirectory> found = GitDirectory.find(settings.path());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        GitDirectory directory = found.get();
        Formats.check(directory);
        return Optional.of(new DataRepository(settings, directory, build(directory)));
    }

    private static Repository build(GitDirectory directory) throws IOException {
        FileRepositoryBuilder builder = new FileRepositoryBuilder()
                .setGitDir(directory.gitDir().toFile())
                .setMustExist(true);
        Path workTree = directory.workTree();
        if (workTree != null) {
            builder.setWorkTree(workTree.toFile());
        }
        try {
            Repository git = builder.build();
            prepare(git.getConfig());
            return git;
        } catch (RepositoryNotFoundException | IllegalArgumentException broken) {
            throw new RefusedException(
                    ErrorType.REPOSITORY_CORRUPT,
                    directory.gitDir() + " can't be opened: " + broken.getMessage() + "; repair it, or move it away",
                    broken);
        }
    }

    /** Sets, for an open repository and in memory only, what the library must do and must not do. */
    public static void prepare(StoredConfig config) {
        // It writes refs and loose objects without fsync unless these keys of old say so.
        config.setBoolean("core", null, "fsyncObjectFiles", true);
        config.setBoolean("core", null, "fsyncRefFiles", true);
        // Where native git has written one, histories are walked without unpacking every commit.
        config.setBoolean("core", null, "commitGraph", true);
        // A collection in the background would outlive the step, and die with the process half-way.
        config.setInt("gc", null, "auto", 0);
    }

    /** What the configuration says of it. */
    public RepositorySettings settings() {
        return settings;
    }

    /** The library's view of it. */
    public Repository git() {
        return git;
    }

    /** Where it is. */
    public GitDirectory directory() {
        return directory;
    }

    /** The names of the branch's refs. */
    public RefNames names() {
        return names;
    }

    /** Its refs. */
    public Refs refs() {
        return new Refs(git);
    }

    /** Takes the disk's lock on it. */
    public RepositoryLock lock() throws IOException {
        return RepositoryLock.acquire(directory.commonDir(), lockFiles());
    }

    private List<String> lockFiles() {
        Path inCommon = directory.commonDir().relativize(directory.gitDir());
        return List.of(
                names.branch() + ".lock",
                names.tracking() + ".lock",
                RefNames.OURS,
                RefNames.REWOUND,
                "packed-refs.lock",
                "config.lock",
                "shallow.lock",
                inCommon.resolve("HEAD.lock").toString(),
                inCommon.resolve("index.lock").toString());
    }

    /**
     * The commit of the local branch.
     *
     * @throws RefusedException if there is no such branch (BranchMissing), or its commit is not there
     *     (RepositoryCorrupt)
     */
    public ObjectId local() throws IOException {
        Ref ref = git.getRefDatabase().exactRef(names.branch());
        ObjectId id = ref == null ? null : ref.getObjectId();
        if (id == null) {
            throw branchMissing(settings.branch());
        }
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
                            + ", which is no commit that is there; git fsck tells more",
                    missing);
        }
    }

    /** Writes the configured URL, without secrets, where the application's own git looks for it. */
    void pointRemote() throws IOException {
        // A config of its own: the one that is open has settings that are for this process alone.
        FileBasedConfig config =
                new FileBasedConfig(directory.commonDir().resolve("config").toFile(), git.getFS());
        try {
            config.load();
            config.setString("remote", settings.remoteName(), "url", RemoteUrls.withoutSecrets(settings.remoteUrl()));
            config.save();
        } catch (LockFailedException held) {
            throw new RepositoryBusyException(String.valueOf(held.getMessage()));
        } catch (ConfigInvalidException broken) {
            throw new IOException(broken);
        }
    }

    private RefusedException branchMissing(BranchName branch) {
        return new RefusedException(
                ErrorType.BRANCH_MISSING,
                settings.path() + " has no branch " + branch + "; create it there, or correct `branch`");
    }

    @Override
    public void close() {
        git.close();
    }
}
