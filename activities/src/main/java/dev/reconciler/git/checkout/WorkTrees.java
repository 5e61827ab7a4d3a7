package dev.reconciler.git.checkout;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.lock.ForeignLockFiles;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Ref;

/** Which work tree has the branch checked out, and whether somebody is in the middle of something there. */
final class WorkTrees {
    private static final List<String> OPERATIONS =
            List.of("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply", "BISECT_LOG");

    private final DataRepository repository;
    private final String branch;

    WorkTrees(DataRepository repository) {
        this.repository = repository;
        this.branch = repository.names().branch();
    }

    /**
     * The work tree at the configured path, where it has the branch checked out; empty where no work tree has it.
     *
     * @throws RefusedException of type Unsupported if another work tree has it
     * @throws RepositoryBusyException if a merge, rebase or the like is under way there
     */
    Optional<Path> findCheckedOut() throws IOException {
        Path own = repository.directory().gitDir();
        for (Path gitDir : listGitDirs()) {
            refuseRebaseOf(gitDir);
            if (!gitDir.equals(own) && hasBranch(gitDir)) {
                throw new RefusedException(
                        ErrorType.UNSUPPORTED,
                        "branch " + repository.settings().branch() + " is checked out in another work tree (" + gitDir
                                + "), which would not follow; give that one as `path`");
            }
        }
        if (!hasBranch(own)) {
            return Optional.empty();
        }
        Path workTree = repository.directory().workTree();
        if (workTree == null) {
            refuseWithoutWorkTree(own);
            return Optional.empty();
        }
        refuseOperation(own);
        return Optional.of(workTree);
    }

    // The git directory of a work tree was given: its files would not follow.
    private void refuseWithoutWorkTree(Path gitDir) {
        boolean isBareByName = !gitDir.endsWith(".git");
        if (!repository.git().getConfig().getBoolean("core", null, "bare", isBareByName)) {
            throw new RefusedException(
                    ErrorType.UNSUPPORTED,
                    gitDir + " belongs to a work tree, which would not follow; give that one as `path`");
        }
    }

    private List<Path> listGitDirs() throws IOException {
        Path common = repository.directory().commonDir();
        List<Path> gitDirs = new ArrayList<>();
        if (!repository.git().getConfig().getBoolean("core", null, "bare", false)) {
            gitDirs.add(common);
        }
        Path linked = common.resolve("worktrees");
        if (Files.isDirectory(linked)) {
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

    // As git worktree prune sees it: one whose folder was removed by hand; a locked one may be on a volume elsewhere.
    private static boolean isPrunable(Path gitDir) throws IOException {
        Path pointer = gitDir.resolve("gitdir");
        return Files.isRegularFile(pointer)
                && !Files.exists(gitDir.resolve("locked"))
                && !Files.exists(gitDir.resolve(Files.readString(pointer).strip()));
    }

    private boolean hasBranch(Path gitDir) throws IOException {
        Path head = gitDir.resolve("HEAD");
        if (!Files.exists(head)) {
            return false;
        }
        String text = Files.readString(head).strip();
        return text.startsWith("ref: ")
                && leadsToBranch(text.substring("ref: ".length()).strip());
    }

    private boolean leadsToBranch(String name) throws IOException {
        if (name.equals(branch)) {
            return true;
        }
        Ref ref = repository.git().getRefDatabase().exactRef(name);
        return ref != null && ref.getLeaf().getName().equals(branch);
    }

    // During a rebase HEAD is detached, and the branch is moved at its end.
    private void refuseRebaseOf(Path gitDir) throws IOException {
        for (String state : List.of("rebase-merge", "rebase-apply")) {
            Path name = gitDir.resolve(state).resolve("head-name");
            if (Files.exists(name) && Files.readString(name).strip().equals(branch)) {
                throw newBusyError(gitDir.resolve(state));
            }
        }
    }

    private static void refuseOperation(Path gitDir) throws IOException {
        for (String operation : OPERATIONS) {
            Path state = gitDir.resolve(operation);
            if (Files.exists(state)) {
                throw newBusyError(state);
            }
        }
        Optional<String> lock = ForeignLockFiles.describe(gitDir.resolve("index.lock"));
        if (lock.isPresent()) {
            throw new RepositoryBusyException(lock.get());
        }
    }

    private static RepositoryBusyException newBusyError(Path state) throws IOException {
        Duration age = Duration.between(Files.getLastModifiedTime(state).toInstant(), Instant.now());
        return new RepositoryBusyException("a merge, rebase or the like is under way (" + state + ", for "
                + age.toSeconds() + " s); finish or abort it");
    }
}
