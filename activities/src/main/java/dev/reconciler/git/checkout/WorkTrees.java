package dev.reconciler.git.checkout;

import dev.reconciler.git.discovery.PointerFile;
import dev.reconciler.git.discovery.SymbolicRefs;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.file.PathPresence;
import dev.reconciler.git.index.StagedPaths;
import dev.reconciler.git.lock.OtherProcessLocks;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.settings.SetupSettings;
import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.MergeObjects;
import dev.reconciler.git.tree.TreeDiff;
import dev.reconciler.model.ErrorType;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * Finds the work tree that has the branch checked out, and refuses one where a merge, rebase or the like is under way.
 */
final class WorkTrees {
    // The files by which git's wt_status_get_state knows what is under way, and what ends it. A rebase comes first: it
    // picks commits.
    private static final Map<String, String> OPERATIONS = new LinkedHashMap<>();

    static {
        OPERATIONS.put("rebase-merge", "git rebase --continue or git rebase --abort");
        OPERATIONS.put("rebase-apply", "git rebase or git am, with --continue or --abort,");
        OPERATIONS.put("MERGE_HEAD", "git merge --continue or git merge --abort");
        OPERATIONS.put("CHERRY_PICK_HEAD", "git cherry-pick --continue or git cherry-pick --abort");
        OPERATIONS.put("REVERT_HEAD", "git revert --continue or git revert --abort");
        // Between two of several picks.
        OPERATIONS.put("sequencer/todo", "git cherry-pick or git revert, with --continue or --abort,");
        OPERATIONS.put("BISECT_LOG", "git bisect reset");
    }

    /** A lock that is older is one of a git that was killed. */
    private static final Duration LONGEST_SWITCH = Duration.ofHours(1);

    private final DataRepository repository;
    private final String branch;

    WorkTrees(DataRepository repository) {
        this.repository = repository;
        this.branch = repository.names().branch();
    }

    /**
     * Finds the work tree at the configured path, where it has the branch checked out.
     *
     * @return empty where no work tree has the branch checked out
     *
     * @throws RefusedException of type Unsupported if another work tree has the branch checked out
     * @throws RepositoryBusyException if a merge, rebase or the like is under way there; where no work tree has the branch
     *     checked out, also if an index is locked by a git that may be switching to the branch
     */
    Optional<Path> findCheckedOut() throws IOException {
        Path own = repository.directory().gitDir();
        List<Path> gitDirs = listGitDirs();
        // Before HEAD is read, which git sets once it has brought files and index to the branch.
        Optional<String> lock = findSwitch(gitDirs);
        for (Path gitDir : gitDirs) {
            // In every work tree, also in one whose HEAD names another branch or none.
            refuseRebaseOf(gitDir);
            if (!gitDir.equals(own) && hasBranch(gitDir)) {
                throw new RefusedException(
                        ErrorType.UNSUPPORTED,
                        "branch " + repository.settings().branch() + " is checked out in another work tree (" + gitDir
                                + "), which would not follow; give that one as `path`");
            }
        }
        if (hasBranch(own)) {
            Path workTree = repository.directory().workTree();
            if (workTree != null) {
                refuseOperation(own);
                return Optional.of(workTree);
            }
            refuseWithoutWorkTree(own);
        }
        if (lock.isPresent()) {
            throw new RepositoryBusyException(lock.get());
        }
        return Optional.empty();
    }

    /** Whether the repository has work trees, this one or others. */
    boolean areThere() throws IOException {
        return !listGitDirs().isEmpty();
    }

    /**
     * Whether the work trees that were switched to the branch, one at least, have what one commit of it has. Git sets HEAD
     * last, once the index is that of the commit that it has read.
     *
     * @param other the commit that it may have read instead
     * @throws IOException if an index can't be read
     */
    boolean areSwitchedTo(ObjectId commit, ObjectId other) throws IOException {
        List<TreeDiff.FileChange> changes = listChanges(other, commit);
        boolean isSwitched = false;
        for (Path gitDir : listGitDirs()) {
            if (hasBranch(gitDir)) {
                Optional<StagedPaths> staged = StagedPaths.read(gitDir.resolve("index"));
                if (staged.isEmpty() || !staged.get().holdAll(changes)) {
                    return false;
                }
                isSwitched = true;
            }
        }
        return isSwitched;
    }

    private List<TreeDiff.FileChange> listChanges(ObjectId before, ObjectId after) throws IOException {
        try (RevWalk commits = new RevWalk(repository.git());
                MergeObjects objects = MergeObjects.readOnly(commits.getObjectReader())) {
            return TreeDiff.between(
                    objects,
                    BytePath.ROOT,
                    commits.parseCommit(before).getTree(),
                    commits.parseCommit(after).getTree());
        }
    }

    /**
     * Looks at HEAD again. To leave the branch for a new one, git takes no lock of the index.
     *
     * @throws RepositoryBusyException if the work tree no longer has the branch checked out
     */
    void refuseLeft() throws IOException {
        Path own = repository.directory().gitDir();
        if (!hasBranch(own)) {
            throw new RepositoryBusyException(
                    own.resolve("HEAD") + " was switched to another branch meanwhile; the next run tries again");
        }
    }

    // The configured path is the git directory of a work tree, and says nothing about where its files are. HEAD of a
    // bare repository names a branch too, but has no files.
    private void refuseWithoutWorkTree(Path gitDir) throws IOException {
        boolean isBareByName = !gitDir.endsWith(".git");
        Path common = repository.directory().commonDir();
        if (!SetupSettings.read(gitDir, common).bare().orElse(isBareByName)) {
            throw new RefusedException(
                    ErrorType.UNSUPPORTED,
                    gitDir + " belongs to a work tree, which would not follow; give that one as `path`");
        }
        if (describesFiles(gitDir.resolve("index"))) {
            throw new RefusedException(
                    ErrorType.UNSUPPORTED,
                    gitDir
                            + " is bare (core.bare), and has an index of files that are checked out somewhere, which would"
                            + " not follow; set core.worktree to their folder and core.bare to false, or remove the index");
        }
    }

    // An index that was made by git read-tree and the like describes no files: the times of its entries are zero.
    private static boolean describesFiles(Path index) throws IOException {
        if (!PathPresence.isFile(index)) {
            return false;
        }
        try (DataInputStream in = new DataInputStream(Files.newInputStream(index))) {
            in.skipNBytes(2 * Integer.BYTES);
            boolean hasEntries = in.readInt() != 0;
            // The first entry begins with the time of its last change, and the time of its contents comes next.
            in.skipNBytes(Long.BYTES);
            return hasEntries && in.readLong() != 0;
        } catch (EOFException cutShort) {
            return true;
        }
    }

    private List<Path> listGitDirs() throws IOException {
        Path common = repository.directory().commonDir();
        List<Path> gitDirs = new ArrayList<>();
        if (!SetupSettings.read(common, common).bare().orElse(false)) {
            gitDirs.add(common);
        }
        Path linked = common.resolve("worktrees");
        if (PathPresence.isFolder(linked)) {
            try (Stream<Path> entries = Files.list(linked)) {
                for (Path gitDir : entries.sorted().toList()) {
                    if (!isPrunable(gitDir)) {
                        gitDirs.add(gitDir);
                    }
                }
            }
        }
        return gitDirs;
    }

    // As git's should_prune_worktree: a person has removed the folder by hand. A locked one may be on a volume that is
    // not mounted now.
    private static boolean isPrunable(Path gitDir) throws IOException {
        Path pointer = gitDir.resolve("gitdir");
        return PathPresence.isFile(pointer)
                && !PathPresence.isThere(gitDir.resolve("locked"))
                && Files.notExists(gitDir.resolve(PointerFile.read(pointer)));
    }

    // HEAD may name a symbolic ref that names the branch. A commit there moves the branch too.
    private boolean hasBranch(Path gitDir) throws IOException {
        return SymbolicRefs.resolveHead(gitDir, repository.directory().commonDir())
                .filter(branch::equals)
                .isPresent();
    }

    // As git's is_worktree_being_rebased: during a rebase HEAD is detached, and at the end git sets the branch to what
    // was rebased. A move in between would be lost.
    private void refuseRebaseOf(Path gitDir) throws IOException {
        for (String state : List.of("rebase-merge", "rebase-apply")) {
            Path name = gitDir.resolve(state).resolve("head-name");
            if (PathPresence.isThere(name) && Files.readString(name).strip().equals(branch)) {
                throw newBusyError(gitDir, state);
            }
        }
    }

    private void refuseOperation(Path gitDir) throws IOException {
        for (String operation : OPERATIONS.keySet()) {
            if (PathPresence.isThere(gitDir.resolve(operation))) {
                throw newBusyError(gitDir, operation);
            }
        }
        Optional<String> lock = findLockedIndex(List.of(gitDir));
        if (lock.isPresent()) {
            throw new RepositoryBusyException(lock.get());
        }
    }

    /** The lock of an index under which a git may be switching to another branch. */
    private Optional<String> findSwitch(List<Path> gitDirs) throws IOException {
        List<Path> switching = new ArrayList<>();
        for (Path gitDir : gitDirs) {
            Path lock = gitDir.resolve("index.lock");
            if (!OtherProcessLocks.isOlder(lock, LONGEST_SWITCH)
                    && !isOfCommit(lock, gitDir.resolve("COMMIT_EDITMSG"))) {
                switching.add(gitDir);
            }
        }
        return findLockedIndex(switching);
    }

    // A commit holds the lock for as long as a person writes its message, and switches nothing. Its index is in the
    // lock file by then; a switch writes that at its end.
    private static boolean isOfCommit(Path lock, Path message) throws IOException {
        try {
            return Files.size(lock) > 0
                    && Files.getLastModifiedTime(message).compareTo(Files.getLastModifiedTime(lock)) >= 0;
        } catch (NoSuchFileException noCommit) {
            return false;
        }
    }

    private Optional<String> findLockedIndex(List<Path> gitDirs) throws IOException {
        for (Path gitDir : gitDirs) {
            Path indexLock = gitDir.resolve("index.lock");
            Optional<String> lock = OtherProcessLocks.describe(indexLock);
            if (lock.isPresent() && !repository.isLeftLock(indexLock)) {
                return lock;
            }
        }
        return Optional.empty();
    }

    private static RepositoryBusyException newBusyError(Path gitDir, String operation) throws IOException {
        Path state = gitDir.resolve(operation);
        Duration age = Duration.between(Files.getLastModifiedTime(state).toInstant(), Instant.now());
        return new RepositoryBusyException("a merge, rebase or the like is under way (" + state + ", for "
                + age.toSeconds() + " s); " + OPERATIONS.get(operation) + " there ends it");
    }
}
