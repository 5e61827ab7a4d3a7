package dev.reconciler.git.edit;

import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.contract.conflict.ConflictReasons;
import dev.reconciler.git.edit.EditedFolder.StoppedRebase;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.history.HistoryComparison;
import dev.reconciler.git.index.StagedPaths;
import dev.reconciler.git.lock.RepositoryLock;
import dev.reconciler.git.remote.AdvertisedRefs;
import dev.reconciler.git.remote.ConflictBranchRemote;
import dev.reconciler.git.remote.GitRemote;
import dev.reconciler.git.remote.fetch.ConnectivityCheck;
import dev.reconciler.git.remote.fetch.FetchedCommit;
import dev.reconciler.git.remote.fetch.ReceivedObjectChecker;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.replay.ReplayPack;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RefStore;
import dev.reconciler.git.state.SharedHistory;
import dev.reconciler.git.tree.MergeObjects;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * Takes what a person has made of a conflict into the data repository, where a ref of ours holds it until a run has pushed
 * it. Nothing in the folder changes, and no branch moves.
 */
public final class EditedResult {
    private final DataRepository repository;
    private final EditedFolder folder;
    private final PreservedConflict conflict;

    private EditedResult(DataRepository repository, EditedFolder folder, PreservedConflict conflict) {
        this.repository = repository;
        this.folder = folder;
        this.conflict = conflict;
    }

    /**
     * Takes it. A rebase that has stopped is gone on with, where nothing conflicts any more: what is staged becomes the
     * commit of its step, and the steps behind it are replayed.
     *
     * @param now the committer date of commits that are written
     * @return the commit that is to be the remote's
     * @throws RefusedException with {@link ConflictReasons#UNRESOLVED} and the paths if the person is not at the end of it,
     *     with another of them if a branch of the remote has moved since the folder was made
     */
    public static CommitId take(
            DataRepository repository, EditedFolder folder, PreservedConflict conflict, Instant now, Deadline deadline)
            throws IOException {
        EditedResult result = new EditedResult(repository, folder, conflict);
        try {
            return result.takeWithin(now, deadline);
        } catch (MissingObjectException | CorruptObjectException unusable) {
            throw EditProblems.newForeignError(
                    folder.root(), "has objects that can't be taken: " + unusable.getMessage());
        }
    }

    private CommitId takeWithin(Instant now, Deadline deadline) throws IOException {
        StagedPaths index = folder.index();
        refuseUnmerged(index);
        folder.refuseOtherWork();
        GitRemote remote = new GitRemote(repository.settings());
        AdvertisedRefs refs = remote.readAdvertisedRefs(repository.git(), deadline);
        ObjectId held = CommitIds.of(conflict.commit());
        if (!held.equals(refs.conflicts().get(conflict.branch().ref()))) {
            throw EditProblems.newChangedError(conflict);
        }
        Optional<FetchedCommit> fetched =
                new ConflictBranchRemote(repository.settings()).fetch(repository.git(), conflict.branch(), deadline);
        try (FetchedCommit local = fetched.orElseThrow(() -> EditProblems.newChangedError(conflict));
                FetchedCommit onto = remote.fetch(repository.git(), repository.local(), deadline);
                RepositoryLock lock = repository.lock()) {
            CommitId tip = takeObjects(index, onto.tip(), now);
            forgetOthers(refs);
            return tip;
        }
    }

    private static void refuseUnmerged(StagedPaths index) {
        List<String> unmerged = EditedFolder.listUnmerged(index);
        if (!unmerged.isEmpty()) {
            throw EditProblems.newUnresolvedError(
                    "these paths conflict still", unmerged, "resolve them, and say so by git add or git rm");
        }
    }

    private CommitId takeObjects(StagedPaths index, ObjectId remote, Instant now) throws IOException {
        ReceivedObjectChecker checker = ReceivedObjectChecker.of(repository.git());
        try (ReplayPack pack = ReplayPack.open(repository.git())) {
            ObjectId head = folder.head();
            copyObjects(pack, head, index, checker);
            refuseEdited(pack);
            ObjectId tip = findTip(pack, head, index, remote, now);
            try (ReplayPack.PublishedPacks kept = pack.publish(repository.syncs())) {
                ConnectivityCheck.check(repository.git(), tip, checker);
                checkHistory(tip, remote);
                refuseMarkers(tip, remote);
                hold(tip);
            }
            return CommitIds.of(tip);
        }
    }

    private void copyObjects(ReplayPack pack, ObjectId head, StagedPaths index, ReceivedObjectChecker checker)
            throws IOException {
        try (ObjectCopy copy = new ObjectCopy(repository.git(), folder.objects(), pack.inserter(), checker)) {
            copy.copy(head, Constants.OBJ_COMMIT);
            for (int entry = 0; entry < index.size(); entry++) {
                if (StagedTree.isBlob(index, entry)) {
                    copy.copy(index.id(entry), Constants.OBJ_BLOB);
                }
            }
        }
        pack.inserter().flush();
    }

    private void refuseEdited(ReplayPack pack) throws IOException {
        Path objects = repository.directory().commonDir().resolve("objects");
        List<String> edited = WorkTreeCheck.listEdited(folder, List.of(objects, pack.folder()));
        if (!edited.isEmpty()) {
            throw EditProblems.newUnresolvedError(
                    "these files have changes that are not staged",
                    edited,
                    "take them by git add, or leave them by git restore");
        }
    }

    /** The commit that is checked out, or what the rest of a rebase makes of it. */
    private ObjectId findTip(ReplayPack pack, ObjectId head, StagedPaths index, ObjectId remote, Instant now)
            throws IOException {
        ObjectId tree = StagedTree.write(index, pack.inserter());
        ObjectId before;
        try (ObjectReader reader = pack.inserter().newReader();
                RevWalk walk = new RevWalk(reader)) {
            before = walk.parseCommit(head).getTree().copy();
        }
        Optional<StoppedRebase> rebase = folder.rebase();
        boolean isStaged = !tree.equals(before);
        if (rebase.isEmpty() || (isStaged && rebase.get().stopped() == null)) {
            if (isStaged) {
                throw EditProblems.newUnresolvedError(folder.root()
                        + " has staged changes that are on no commit; git commit takes them, or git commit"
                        + " --amend into the last one");
            }
            return rebase.isEmpty() ? head : newRest(pack, remote, now).replay(head, rebase.get());
        }
        RebaseRest rest = newRest(pack, remote, now);
        return isStaged ? rest.finish(head, tree, rebase.get()) : rest.replay(head, rebase.get());
    }

    private RebaseRest newRest(ReplayPack pack, ObjectId remote, Instant now) throws IOException {
        return new RebaseRest(
                repository,
                pack,
                compare(CommitIds.of(conflict.commit()), remote).own(),
                now);
    }

    private HistoryComparison compare(ObjectId commit, ObjectId remote) throws IOException {
        return new SharedHistory(repository).compareConflict(commit, remote);
    }

    private void checkHistory(ObjectId tip, ObjectId remote) throws IOException {
        HistoryComparison history = compare(tip, remote);
        BranchName branch = repository.settings().branch();
        String tracking = repository.settings().remoteName() + "/" + branch;
        if (!history.upstream().isEmpty()) {
            boolean isMoved = !CommitIds.of(remote).equals(folder.note().remote());
            throw new RefusedException(
                    ErrorType.BRANCH_MISSING,
                    isMoved
                            ? branch + " on the remote has moved to "
                                    + CommitIds.of(remote).abbreviated() + " since " + folder.root()
                                    + " was made, and the result does not stand on it. Nothing was pushed, and nothing"
                                    + " changed there: git fetch && git rebase " + tracking
                                    + " there, or begin anew in another folder"
                            : "the result in " + folder.root() + " does not stand on "
                                    + CommitIds.of(remote).abbreviated() + ", which " + branch
                                    + " holds on the remote: git rebase " + tracking + " there",
                    isMoved ? ConflictReasons.OUTDATED : ConflictReasons.UNRESOLVED,
                    null);
        }
        if (!history.dropped().isEmpty()) {
            throw EditProblems.newUnresolvedError("the result in " + folder.root() + " has "
                    + history.dropped().size()
                    + " commits that the remote has dropped, which are not pushed again: git rebase them away");
        }
        if (history.own().isEmpty()) {
            throw EditProblems.newUnresolvedError("the result in " + folder.root() + " is what " + branch
                    + " holds already; where nothing of the conflict is wanted, conflicts keep-remote says so");
        }
    }

    private void refuseMarkers(ObjectId tip, ObjectId remote) throws IOException {
        try (ObjectReader reader = repository.git().newObjectReader();
                RevWalk walk = new RevWalk(reader);
                MergeObjects objects = MergeObjects.readOnly(reader)) {
            List<String> marked = ConflictMarkers.list(
                    repository.git(),
                    objects,
                    walk.parseCommit(remote).getTree(),
                    walk.parseCommit(CommitIds.of(conflict.commit())).getTree(),
                    walk.parseCommit(tip).getTree());
            if (!marked.isEmpty()) {
                throw EditProblems.newUnresolvedError(
                        "these files have git's markers in them still (<<<<<<<, =======, >>>>>>>)",
                        marked,
                        "resolve and commit them");
            }
        }
    }

    private void hold(ObjectId tip) throws IOException {
        RefStore refs = repository.refs();
        String name = repository.names().edited(CommitIds.of(conflict.commit()));
        if (!refs.swap(name, refs.read(name), tip, "edited")) {
            throw new RepositoryBusyException(name + " was changed by another process at this moment");
        }
    }

    /** Results of conflicts that are over. */
    private void forgetOthers(AdvertisedRefs advertised) throws IOException {
        RefStore refs = repository.refs();
        Set<String> open = advertised.conflicts().values().stream()
                .map(commit -> repository.names().edited(commit))
                .collect(Collectors.toSet());
        for (Ref ref : refs.listBelow(repository.names().edits())) {
            if (!open.contains(ref.getName())) {
                refs.deleteUnneeded(ref.getName(), ref.getObjectId(), "settled");
            }
        }
    }
}
