package dev.reconciler.git.edit;

import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.index.StagedPaths;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.standing.CommitStandings;
import dev.reconciler.git.state.SharedHistory;
import dev.reconciler.model.CommitId;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * Whether the remote has what is in a folder already. A person may have left git's rebase there where it stopped, as nothing
 * in the folder changes when its result is taken: then it is pushed where the remote has the commit that was made of the step.
 */
public final class PushedEdit {
    private final DataRepository repository;
    private final EditedFolder folder;

    private PushedEdit(DataRepository repository, EditedFolder folder) {
        this.repository = repository;
        this.folder = folder;
    }

    /**
     * Finds it, as far as the clone has seen the remote.
     *
     * @return the remote's last commit of the result; empty where the remote has something else, or nothing of it
     */
    public static Optional<CommitId> find(DataRepository repository, EditedFolder folder) throws IOException {
        PushedEdit pushed = new PushedEdit(repository, folder);
        if (folder.rebase().isEmpty()) {
            Optional<CommitId> tip = folder.finishedTip();
            return tip.isEmpty() ? Optional.empty() : pushed.findPushed(tip.get());
        }
        Optional<CommitId> step = pushed.findStep();
        return step.isEmpty()
                ? step
                // The steps behind it have twins of their own.
                : pushed.findPushed(folder.note().commit()).or(() -> step);
    }

    private Optional<CommitId> findPushed(CommitId commit) throws IOException {
        return CommitStandings.find(repository, commit)
                .flatMap(standing -> Optional.ofNullable(standing.remoteCommit()));
    }

    /** The commit of the remote that was made of the step at which the rebase stands. */
    private Optional<CommitId> findStep() throws IOException {
        StagedPaths index = folder.index();
        if (!EditedFolder.listUnmerged(index).isEmpty()) {
            return Optional.empty();
        }
        ObjectId head = folder.head();
        ObjectId begun = CommitIds.of(folder.note().remote());
        try (RevWalk walk = new RevWalk(repository.git());
                ObjectInserter names = new NamingInserter()) {
            if (!repository.git().getObjectDatabase().has(begun)) {
                return Optional.empty();
            }
            ObjectId staged = StagedTree.write(index, names);
            for (ObjectId tip : new SharedHistory(repository).sharedTips()) {
                walk.markStart(walk.parseCommit(tip));
            }
            walk.markUninteresting(walk.parseCommit(begun));
            for (RevCommit commit : walk) {
                boolean isStep = commit.getTree().equals(staged)
                        && (commit.equals(head)
                                || Stream.of(commit.getParents()).anyMatch(head::equals));
                if (isStep) {
                    return Optional.of(CommitIds.of(commit));
                }
            }
            return Optional.empty();
        }
    }

    /** Names what it is given, and writes nothing. */
    private static final class NamingInserter extends ObjectInserter.Formatter {
        @Override
        public ObjectId insert(int type, byte[] data, int offset, int length) {
            return idFor(type, data, offset, length);
        }

        @Override
        public ObjectId insert(int type, long length, InputStream in) throws IOException {
            return idFor(type, length, in);
        }
    }
}
