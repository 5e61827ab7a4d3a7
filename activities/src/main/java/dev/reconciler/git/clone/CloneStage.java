package dev.reconciler.git.clone;

import dev.reconciler.git.checkout.FirstCheckout;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.file.SharedPermissions;
import dev.reconciler.git.remote.GitRemote;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.remote.transport.RemoteUrls;
import dev.reconciler.git.repository.CommitSyncing;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.git.state.ReloadNote;
import dev.reconciler.git.state.SharedHistory;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/**
 * The inside of a first clone, in a folder that no other process knows. The steps need no note for a kill: a clone that
 * is not whole is deleted, and the next run makes it anew.
 */
final class CloneStage {
    /**
     * The file that says, for good, that this program made the clone: it has just the branch that was asked for first.
     */
    static final String MADE = "reconciler/cloned";

    private final RepositorySettings settings;
    private final GitRemote remote;

    /** @param settings whose path is the folder */
    CloneStage(RepositorySettings settings, GitRemote remote) {
        this.settings = settings;
        this.remote = remote;
    }

    /**
     * Makes the clone.
     *
     * @throws RefusedException of type BranchMissing if the remote's branch went away meanwhile, Unsupported if a file
     *     can't be checked out without risk
     */
    void fill(Deadline deadline, boolean tellsApplication) throws IOException {
        createRepository();
        try (DataRepository clone = DataRepository.open(settings).orElseThrow()) {
            Repository git = clone.git();
            remote.fetchEverything(git, deadline);
            ObjectId tip = clone.refs().read(clone.names().tracking());
            if (tip.equals(ObjectId.zeroId())) {
                throw new RefusedException(
                        ErrorType.BRANCH_MISSING,
                        "branch " + settings.branch() + " went away while it was cloned; run again");
            }
            startBranch(clone, tip);
            // Recorded before the application can see the clone. Recorded afterwards, a kill in between would make a
            // later rewrite of the remote look like own commits of this host.
            SharedHistory shared = new SharedHistory(clone);
            shared.recordAgreed(tip, shared.mark());
            if (tellsApplication) {
                new ReloadNote(clone).recordOwed(tip);
            }
            // All at the end: the clone is nobody else's until then, and a kill before leads to a new one.
            clone.permissions().adjustAll(clone.directory().commonDir());
        }
    }

    private void createRepository() throws IOException {
        Path path = settings.path();
        Path gitDir = settings.bare() ? path : path.resolve(".git");
        Files.createDirectories(gitDir);
        FileRepositoryBuilder builder = new FileRepositoryBuilder().setGitDir(gitDir.toFile());
        if (!settings.bare()) {
            builder.setWorkTree(path.toFile());
        }
        try (Repository git = builder.build()) {
            git.create(settings.bare());
            writeRemoteConfig(git.getConfig());
            writeSharing(git.getConfig());
            writeSyncing(git.getConfig());
            requireDone(
                    git.updateRef(Constants.HEAD, true).link(settings.branch().ref()), Constants.HEAD);
        }
        Path made = gitDir.resolve(MADE);
        Files.createDirectories(made.resolveSibling("."));
        Files.createFile(made);
    }

    private void writeRemoteConfig(StoredConfig config) throws IOException {
        String name = settings.remoteName();
        config.setString("remote", name, "url", RemoteUrls.withoutSecrets(settings.remoteUrl()));
        config.setString("remote", name, "fetch", "+refs/heads/*:refs/remotes/" + name + "/*");
        config.setString("branch", settings.branch().value(), "remote", name);
        config.setString(
                "branch", settings.branch().value(), "merge", settings.branch().ref());
        config.save();
    }

    // As git's create_default_files: where the settings of the user or the system share new repositories, the clone
    // says so itself, and takes no push that goes back.
    private static void writeSharing(StoredConfig config) throws IOException {
        String shared = config.getString("core", null, "sharedRepository");
        if (shared != null && SharedPermissions.of(config) != SharedPermissions.OF_UMASK) {
            config.setString("core", null, "sharedRepository", shared);
            config.setBoolean("receive", null, "denyNonFastforwards", true);
            config.save();
        }
    }

    // A plain git commit of the application syncs nothing: after a power cut its objects are empty files.
    private static void writeSyncing(StoredConfig config) throws IOException {
        if (config.getString("core", null, "fsync") == null) {
            config.setString("core", null, "fsync", CommitSyncing.ADVISED);
            config.save();
        }
    }

    private void startBranch(DataRepository clone, ObjectId tip) throws IOException {
        RefUpdate update = clone.git().updateRef(settings.branch().ref());
        update.setNewObjectId(tip);
        update.setRefLogMessage("reconciler: clone", false);
        requireDone(update.update(), settings.branch().ref());
        if (!settings.bare()) {
            FirstCheckout.checkOut(clone.git(), settings.path(), tip);
        }
    }

    private static void requireDone(RefUpdate.Result result, String ref) throws IOException {
        switch (result) {
            case NEW, FORCED, NO_CHANGE -> {}
            default -> throw new IOException(ref + " of a new clone: " + result);
        }
    }
}
