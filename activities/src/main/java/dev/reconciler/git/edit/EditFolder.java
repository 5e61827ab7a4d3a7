package dev.reconciler.git.edit;

import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.git.discovery.GitDirectory;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.history.HistoryComparison;
import dev.reconciler.git.index.StagedPaths;
import dev.reconciler.git.remote.ConflictBranchRemote;
import dev.reconciler.git.remote.GitRemote;
import dev.reconciler.git.remote.fetch.FetchedCommit;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.remote.transport.RemoteUrls;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.git.state.SharedHistory;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * Makes the folder: a clone of the two sides, in which git's own rebase of the conflict branch on the remote's branch has
 * stopped where it conflicts. So a person finds what {@code git rebase} leaves, in files, index and state, and every tool
 * that knows a rebase goes on from there.
 *
 * <p>The objects come from the data repository, and git asks no remote: the login is the configuration's, and does not get
 * into the folder.
 */
public final class EditFolder {
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

    private final DataRepository repository;
    private final PreservedConflict conflict;
    private final Path folder;

    private EditFolder(DataRepository repository, PreservedConflict conflict, Path folder) {
        this.repository = repository;
        this.conflict = conflict;
        this.folder = folder;
    }

    /**
     * Makes it.
     *
     * @param name {@code <repository>/<UTC>}
     * @param folder does not exist, or is empty
     * @throws RefusedException of type Configuration if the folder is in use, with one of {@link
     *     dev.reconciler.contract.conflict.ConflictReasons} if the conflict branch has changed, of type Unsupported with git's
     *     words if git can't make the files; nothing is left then
     */
    public static MadeFolder make(
            DataRepository repository, PreservedConflict conflict, String name, Path folder, Deadline deadline)
            throws IOException {
        GitDirectory data = repository.directory();
        refuseWithin(
                folder,
                Stream.of(data.workTree(), data.gitDir(), data.commonDir())
                        .filter(Objects::nonNull)
                        .toList());
        EditFolder made = new EditFolder(repository, conflict, folder);
        try (FetchedCommit remote =
                        new GitRemote(repository.settings()).fetch(repository.git(), repository.local(), deadline);
                FetchedCommit held = new ConflictBranchRemote(repository.settings())
                        .fetch(repository.git(), conflict.branch(), deadline)
                        .orElseThrow(() -> EditProblems.newChangedError(conflict))) {
            if (!held.tip().equals(CommitIds.of(conflict.commit()))) {
                throw EditProblems.newChangedError(conflict);
            }
            return made.fill(remote.tip(), name);
        }
    }

    /**
     * Refuses a folder that would be inside of one of those.
     *
     * @throws RefusedException of type Configuration
     */
    public static void refuseWithin(Path folder, Collection<Path> others) throws IOException {
        Path above = folder.toAbsolutePath().normalize();
        while (!Files.exists(above)) {
            above = Objects.requireNonNull(above.getParent());
        }
        Path real = above.toRealPath();
        for (Path other : others) {
            if (Files.exists(other) && real.startsWith(other.toRealPath())) {
                throw new RefusedException(
                        ErrorType.CONFIGURATION,
                        folder + " is inside of the data repository " + other
                                + " (expected: a folder that the application does not have)");
            }
        }
    }

    private MadeFolder fill(ObjectId remote, String name) throws IOException {
        FolderGit git = FolderGit.in(folder, Map.of("GIT_DEFAULT_HASH", "sha1", "GIT_DEFAULT_REF_FORMAT", "files"));
        boolean isNew = claimFolder();
        try {
            git.run("init", "--quiet");
            Path gitDir = folder.resolve(".git");
            copyObjects(gitDir, remote);
            new FolderNote(name, conflict.commit(), CommitIds.of(remote)).write(gitDir);
            writeRefs(git, gitDir, remote);
            return rebase(git, gitDir, remote);
        } catch (IOException | RuntimeException failed) {
            removeAll(isNew);
            throw failed;
        }
    }

    /** Answers whether the folder is a new one. */
    private boolean claimFolder() throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(folder);
            return true;
        }
        if (!Files.isDirectory(folder)) {
            throw new RefusedException(ErrorType.CONFIGURATION, folder + " is a file (expected: a new folder)");
        }
        try (Stream<Path> entries = Files.list(folder)) {
            if (entries.findAny().isPresent()) {
                throw new RefusedException(
                        ErrorType.CONFIGURATION,
                        folder + " has files in it (expected: a folder that is empty, or none yet)");
            }
        }
        return false;
    }

    private void removeAll(boolean isNew) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                if (isNew || !path.equals(folder)) {
                    Files.delete(path);
                }
            }
        }
    }

    private void copyObjects(Path gitDir, ObjectId remote) throws IOException {
        Path shallow = repository.directory().commonDir().resolve("shallow");
        if (Files.isRegularFile(shallow)) {
            Files.copy(shallow, gitDir.resolve("shallow"));
        }
        ObjectPack.write(
                repository.git(), Set.of(remote, CommitIds.of(conflict.commit())), gitDir.resolve("objects/pack"));
    }

    private void writeRefs(FolderGit git, Path gitDir, ObjectId remote) throws IOException {
        RepositorySettings settings = repository.settings();
        BranchName branch = settings.branch();
        String name = settings.remoteName();
        Config config = new Config();
        config.setString("remote", name, "url", RemoteUrls.withoutSecrets(settings.remoteUrl()));
        config.setString("remote", name, "fetch", "+refs/heads/*:refs/remotes/" + name + "/*");
        config.setString("branch", branch.value(), "remote", name);
        config.setString("branch", branch.value(), "merge", branch.ref());
        if (!hasIdentity(git)) {
            config.setString("user", null, "name", settings.identity().name());
            config.setString("user", null, "email", settings.identity().email());
        }
        Files.writeString(gitDir.resolve("config"), config.toText(), StandardOpenOption.APPEND);
        String tracking = "refs/remotes/" + name + "/";
        git.feed(
                "create " + tracking + branch + " " + remote.name() + "\n"
                        + "create " + tracking + conflict.branch() + " " + conflict.commit() + "\n"
                        + "create " + branch.ref() + " " + conflict.commit() + "\n",
                "update-ref",
                "--stdin");
    }

    // On a server nobody has told git who they are, and a rebase could not go on.
    private static boolean hasIdentity(FolderGit git) throws IOException {
        return git.attempt("-c", "user.useConfigOnly=true", "var", "GIT_COMMITTER_IDENT")
                        .status()
                == 0;
    }

    private MadeFolder rebase(FolderGit git, Path gitDir, ObjectId remote) throws IOException {
        git.run("checkout", "--quiet", "--detach", remote.name());
        HistoryComparison history = HistoryComparison.between(
                repository.git(), CommitIds.of(conflict.commit()), remote, new SharedHistory(repository).sharedTips());
        String branch = repository.settings().branch().value();
        List<String> command = new ArrayList<>(PLAIN_REBASE);
        command.addAll(List.of("rebase", "--quiet", "--merge", "--no-fork-point", "--onto", remote.name()));
        command.add(findUpstream(git, remote, history.dropped()));
        command.add(branch);
        FolderGit.GitEnd end = git.attempt(command.toArray(String[]::new));
        boolean isStopped = Files.isDirectory(gitDir.resolve("rebase-merge"));
        if (end.status() != 0 && !isStopped) {
            throw FolderGit.newError(end, "rebase", remote.name(), branch);
        }
        return new MadeFolder(CommitIds.of(remote), history.own().size(), listUnmerged(gitDir));
    }

    /**
     * What the commits of the rebase are not reachable from: the remote's commit, and what the remote has dropped. As a
     * commit that merges all of these, since git takes one.
     */
    private String findUpstream(FolderGit git, ObjectId remote, Set<ObjectId> dropped) throws IOException {
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

    private static List<String> listUnmerged(Path gitDir) throws IOException {
        return StagedPaths.read(gitDir.resolve("index"))
                .map(EditedFolder::listUnmerged)
                .orElse(List.of());
    }

    /**
     * A folder that was made.
     *
     * @param remote the commit on which the commits are replayed
     * @param commits how many the conflict branch has beside the remote's
     * @param unmerged the paths at which git has stopped; empty where nothing conflicts
     */
    public record MadeFolder(CommitId remote, int commits, List<String> unmerged) {
        public MadeFolder {
            unmerged = List.copyOf(unmerged);
        }
    }
}
