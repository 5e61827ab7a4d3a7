package dev.reconciler.git.edit;

import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.git.discovery.GitDirectory;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.remote.ConflictBranchRemote;
import dev.reconciler.git.remote.GitRemote;
import dev.reconciler.git.remote.fetch.FetchedCommit;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.remote.transport.RemoteUrls;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Makes the folder: a clone of the two sides, in which git's own rebase of the conflict branch on the remote's branch has
 * stopped where it conflicts. So a person finds what {@code git rebase} leaves, in files, index and state, and every tool
 * that knows a rebase goes on from there.
 *
 * <p>The objects come from the data repository, and git asks no remote: the login is the configuration's, and does not get
 * into the folder.
 */
public final class EditFolder {
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
            Path gitDir = Files.createDirectories(folder.resolve(".git"));
            FolderNote note = new FolderNote(name, conflict.commit(), CommitIds.of(remote));
            note.begin(gitDir);
            git.run("init", "--quiet");
            copyObjects(gitDir, remote);
            writeRefs(git, gitDir, remote);
            MadeFolder made = new FolderRebase(repository, conflict, git, gitDir).begin(remote, Instant.now());
            FolderNote.complete(gitDir);
            return made;
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
        if (FolderNote.isUnfinished(folder.resolve(".git"))) {
            throw EditProblems.newUnfinishedError(folder);
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
