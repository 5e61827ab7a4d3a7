package dev.reconciler.git.clone;

import dev.reconciler.git.DataRepository;
import dev.reconciler.git.RefNames;
import dev.reconciler.git.RefusedException;
import dev.reconciler.git.ReloadNote;
import dev.reconciler.git.RemoteUrls;
import dev.reconciler.git.RepositorySettings;
import dev.reconciler.git.checkout.FirstCheckout;
import dev.reconciler.git.remote.Deadline;
import dev.reconciler.git.remote.Remote;
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

/** The inside of a first clone, in a folder that is nobody else's: plain steps, since it is made anew if one fails. */
final class CloneStage {
    private final RepositorySettings settings;
    private final Remote remote;
    private final Path gitDir;

    CloneStage(RepositorySettings settings, Remote remote, Path gitDir) {
        this.settings = settings;
        this.remote = remote;
        this.gitDir = gitDir;
    }

    void fill(Deadline deadline, boolean tellsApplication) throws IOException {
        FileRepositoryBuilder builder = new FileRepositoryBuilder().setGitDir(gitDir.toFile());
        if (!settings.bare()) {
            builder.setWorkTree(workTree().toFile());
        }
        try (Repository git = builder.build()) {
            git.create(settings.bare());
            configure(git.getConfig());
            DataRepository.prepare(git.getConfig());
            link(git, Constants.HEAD);
            remote.fetchEverything(git, deadline);
            ObjectId tip = git.resolve(
                    RefNames.of(settings.branch(), settings.remoteName()).tracking());
            if (tip == null) {
                throw new RefusedException(
                        ErrorType.BRANCH_MISSING,
                        "branch " + settings.branch() + " went away while it was cloned; run again");
            }
            start(git, tip);
            if (tellsApplication) {
                new ReloadNote(gitDir, settings.branch()).owe(tip);
            }
            Files.deleteIfExists(gitDir.resolve(Constants.FETCH_HEAD));
        }
    }

    private Path workTree() {
        return gitDir.resolve("..").normalize();
    }

    private void configure(StoredConfig config) throws IOException {
        String name = settings.remoteName();
        config.setString("remote", name, "url", RemoteUrls.withoutSecrets(settings.remoteUrl()));
        config.setString("remote", name, "fetch", "+refs/heads/*:refs/remotes/" + name + "/*");
        config.setString("branch", settings.branch().value(), "remote", name);
        config.setString(
                "branch", settings.branch().value(), "merge", settings.branch().ref());
        config.save();
    }

    private void link(Repository git, String head) throws IOException {
        RefUpdate update = git.updateRef(head, true);
        update.disableRefLog();
        update.link(settings.branch().ref());
    }

    private void start(Repository git, ObjectId tip) throws IOException {
        RefUpdate update = git.updateRef(settings.branch().ref());
        update.setNewObjectId(tip);
        update.setRefLogMessage("reconciler: clone", false);
        update.update();
        if (!settings.bare()) {
            FirstCheckout.of(git, workTree(), tip);
        }
    }
}
