package dev.reconciler.git.edit;

import dev.reconciler.git.edit.EditedFolder.StoppedRebase;
import dev.reconciler.git.replay.CommitSealer;
import dev.reconciler.git.replay.ReplayPack;
import dev.reconciler.git.replay.ReplayResult;
import dev.reconciler.git.replay.ReplayTask;
import dev.reconciler.git.replay.Replayer;
import dev.reconciler.git.replay.SigningSealer;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.signing.CommitSigner;
import dev.reconciler.git.signing.CommitSigners;
import dev.reconciler.git.state.TwinNotes;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;

/**
 * The rest of a rebase of git's that has stopped, done as a run replays: the person has resolved the step, and the steps
 * behind it conflict no more. The folder stays where it is. Only commits of the conflict are replayed.
 *
 * @param own the commits of the conflict
 * @param now the committer date of what is written
 */
record RebaseRest(DataRepository repository, ReplayPack pack, Set<ObjectId> own, Instant now) {
    /** Writes the commit of the step with what is staged, and replays the steps behind it. */
    ObjectId finish(ObjectId head, ObjectId tree, StoppedRebase rebase) throws IOException {
        ObjectId stopped = requireOwn(Objects.requireNonNull(rebase.stopped()));
        try (ObjectReader reader = pack.inserter().newReader()) {
            ObjectId resolved = newReplayer(reader).writeResolved(stopped, head, tree, now, reader, pack.inserter());
            return replay(resolved, rebase);
        }
    }

    /** Replays the steps that are left. */
    ObjectId replay(ObjectId onto, StoppedRebase rebase) throws IOException {
        Set<ObjectId> left = new LinkedHashSet<>();
        for (String each : rebase.left()) {
            left.add(requireOwn(each));
        }
        if (left.isEmpty()) {
            return onto;
        }
        try (ObjectReader reader = pack.inserter().newReader()) {
            ReplayResult result =
                    newReplayer(reader).replay(new ReplayTask(left, Set.of(), onto, now), reader, pack.inserter());
            ObjectId tip = result.tip();
            if (tip == null) {
                throw EditProblems.newUnresolvedError("the next step of the rebase conflicts too (" + result.detail()
                        + "); git rebase --continue in the folder shows it");
            }
            return tip;
        }
    }

    private Replayer newReplayer(ObjectReader reader) throws IOException {
        Optional<CommitSigner> signer = CommitSigners.find(repository);
        CommitSealer sealer = signer.isPresent()
                ? new SigningSealer(signer.get(), new TwinNotes(repository, reader), reader, pack.folder())
                : CommitSealer.UNSIGNED;
        return new Replayer(repository.settings().identity(), repository.git(), sealer);
    }

    private ObjectId requireOwn(String name) {
        List<ObjectId> found = name.length() < 7
                ? List.of()
                : own.stream().filter(each -> each.name().startsWith(name)).toList();
        if (found.size() != 1) {
            throw EditProblems.newUnresolvedError("the rebase that is under way has a step of another commit (" + name
                    + "); end it with git rebase --continue");
        }
        return found.get(0);
    }
}
