package dev.reconciler.git.file;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.Repository;

/**
 * Where in its work tree the git directories of a repository lie under another name than {@code .git}.
 *
 * <p>A person who keeps their home directory in git has its git directory at {@code ~/.dotfiles}, and {@code
 * core.worktree} is {@code ~}. A tracked path {@code .dotfiles/hooks/post-checkout} would become a program that git runs.
 * Git checks such a path out; here it is refused.
 */
public final class OwnDirectories {
    private final PathRules rules;
    private final List<String> folded;

    private OwnDirectories(PathRules rules, List<String> folded) {
        this.rules = rules;
        this.folded = folded;
    }

    /**
     * Finds them as they are now.
     *
     * @param rules says which names the file system takes for one
     */
    public static OwnDirectories find(Repository git, PathRules rules) throws IOException {
        List<String> folded = new ArrayList<>();
        if (!git.isBare()) {
            Path workTree = git.getWorkTree().toPath().toRealPath();
            for (File directory : List.of(git.getDirectory(), git.getCommonDirectory())) {
                Path real = directory.toPath().toRealPath();
                if (real.startsWith(workTree)) {
                    folded.add(rules.fold(workTree.relativize(real).toString()) + "/");
                }
            }
        }
        return new OwnDirectories(rules, folded);
    }

    /** Whether a file at that path would lie in a git directory of the repository, or take its place. */
    public boolean contain(String path) {
        String asFolder = rules.fold(path) + "/";
        return folded.stream().anyMatch(asFolder::startsWith);
    }
}
