package dev.reconciler.git.settings;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What reading a repository's settings needs to know of it.
 *
 * @param gitDir the directory with HEAD
 * @param commonDir the directory with the file {@code config}
 * @param hasWorktreeConfig whether {@code gitDir} has a file of its own, {@code config.worktree}
 * @param head tells the branch that HEAD is on
 */
public record RepositoryFiles(Path gitDir, Path commonDir, boolean hasWorktreeConfig, BranchOnHead head) {
    /** The short name of the branch that HEAD is on; empty where HEAD is on none. */
    Optional<String> branch() throws IOException {
        return head.read();
    }

    /** Reads the short name of the branch that HEAD is on. */
    public interface BranchOnHead {
        /** The name; empty where HEAD is on no branch. */
        Optional<String> read() throws IOException;
    }
}
