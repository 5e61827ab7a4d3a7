package dev.reconciler.git.edit;

import dev.reconciler.git.replay.Replayer;
import dev.reconciler.git.replay.SigningSealer;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.signing.CommitSigner;
import dev.reconciler.git.signing.CommitSigners;
import dev.reconciler.git.state.TwinNotes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/**
 * Signs what git's rebase has picked in a folder before it stopped, as a run signs what it replays: a remote that takes
 * signed commits alone would refuse the person's result for the commits in front of it. Git can't do it, since a key of the
 * configuration does not leave this process. What the person's own settings have had git sign stays as it is.
 *
 * @param repository says by what is signed
 * @param gitDir that of the folder
 */
record SignedPicks(DataRepository repository, FolderGit git, Path gitDir) {
    /**
     * Writes what is checked out there again, signed, down to that commit; files, index and the state of the rebase stay.
     *
     * @throws dev.reconciler.git.error.RefusedException of type Unsupported if the key can't sign
     */
    void sign(ObjectId remote, Instant now) throws IOException {
        Optional<CommitSigner> signer = CommitSigners.find(repository);
        ObjectId head = ObjectId.fromString(git.run("rev-parse", "HEAD"));
        if (signer.isEmpty() || head.equals(remote)) {
            return;
        }
        try (Repository folder =
                        new FileRepositoryBuilder().setGitDir(gitDir.toFile()).build();
                ObjectInserter inserter = folder.newObjectInserter();
                ObjectReader reader = inserter.newReader();
                ObjectReader notes = repository.git().newObjectReader()) {
            List<RevCommit> picks = listPicks(reader, head, remote);
            if (picks.stream().allMatch(pick -> pick.getRawGpgSignature() != null)) {
                return;
            }
            SigningSealer sealer = new SigningSealer(signer.get(), new TwinNotes(repository, notes), reader, gitDir);
            Replayer replayer = new Replayer(repository.settings().identity(), repository.git(), sealer);
            ObjectId signed = remote;
            for (RevCommit pick : picks) {
                signed = replayer.writeResolved(pick, signed, pick.getTree(), now, reader, inserter);
            }
            inserter.flush();
            git.run("update-ref", "-m", "signed", "HEAD", signed.name(), head.name());
        }
    }

    /** The oldest first. */
    private static List<RevCommit> listPicks(ObjectReader reader, ObjectId head, ObjectId remote) throws IOException {
        List<RevCommit> picks = new ArrayList<>();
        try (RevWalk walk = new RevWalk(reader)) {
            walk.sort(RevSort.TOPO);
            walk.sort(RevSort.REVERSE, true);
            walk.markStart(walk.parseCommit(head));
            walk.markUninteresting(walk.parseCommit(remote));
            walk.forEach(picks::add);
        }
        return picks;
    }
}
