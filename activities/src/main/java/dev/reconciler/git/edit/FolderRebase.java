package dev.reconciler.git.edit;

import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.git.edit.EditFolder.MadeFolder;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.history.HistoryComparison;
import dev.reconciler.git.index.StagedPaths;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.state.SharedHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * Git's own rebase of the conflict branch on the remote's branch, in a folder that has both.
 *
 * @param gitDir that of the folder
 */
record FolderRebase(DataRepository repository, PreservedConflict conflict, FolderGit git, Path gitDir) {
    // A setting of the person's must not turn the rebase into another one.
    private static final List<String> PLAIN_REBASE = List.of(
            "-c",
            "rebase.autoStash=false",
            "-c",
            "rebase.updateRefs=false",
            "-c",
            "rebase.autoSquash=false",
            "-c",
            "rebase.rebaseMerges=false");

    /**
     * Begins it, and leaves it where it stops.
     *
     * @throws dev.reconciler.git.error.RefusedException of type Unsupported, with git's words, if it stops at something else
     *     than a conflict
     */
    MadeFolder begin(ObjectId remote, Instant now) throws IOException {
        git.run("checkout", "--quiet", "--detach", remote.name());
        HistoryComparison history =
                new SharedHistory(repository).compareConflict(CommitIds.of(conflict.commit()), remote);
        String branch = repository.settings().branch().value();
        List<String> command = new ArrayList<>(PLAIN_REBASE);
        command.addAll(List.of("rebase", "--quiet", "--merge", "--no-fork-point", "--onto", remote.name()));
        command.add(findUpstream(remote, history.dropped()));
        command.add(branch);
        FolderGit.GitEnd end = git.attempt(command.toArray(String[]::new));
        List<String> unmerged = listUnmerged();
        boolean isStopped = Files.isDirectory(gitDir.resolve("rebase-merge"));
        if (end.status() != 0 && (!isStopped || unmerged.isEmpty())) {
            throw FolderGit.newError(end, "rebase", remote.name(), branch);
        }
        new SignedPicks(repository, git, gitDir).sign(remote, now);
        return new MadeFolder(CommitIds.of(remote), history.own().size(), unmerged);
    }

    /**
     * What the commits of the rebase are not reachable from: the remote's commit, and what the remote has dropped. As a
     * commit that merges all of these, since git takes one.
     */
    private String findUpstream(ObjectId remote, Set<ObjectId> dropped) throws IOException {
        if (dropped.isEmpty()) {
            return remote.name();
        }
        List<String> command =
                new ArrayList<>(List.of("commit-tree", "-m", "what is not replayed", "-p", remote.name()));
        for (ObjectId tip : findTips(dropped)) {
            command.addAll(List.of("-p", tip.name()));
        }
        command.add(remote.name() + "^{tree}");
        return git.run(command.toArray(String[]::new));
    }

    private Set<ObjectId> findTips(Set<ObjectId> commits) throws IOException {
        Set<ObjectId> tips = new LinkedHashSet<>(commits);
        try (RevWalk walk = new RevWalk(repository.git())) {
            for (ObjectId each : commits) {
                for (RevCommit parent : walk.parseCommit(each).getParents()) {
                    tips.remove(parent.getId());
                }
            }
        }
        return tips;
    }

    private List<String> listUnmerged() throws IOException {
        return StagedPaths.read(gitDir.resolve("index"))
                .map(EditedFolder::listUnmerged)
                .orElse(List.of());
    }
}
