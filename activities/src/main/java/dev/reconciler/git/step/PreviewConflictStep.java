package dev.reconciler.git.step;

import dev.reconciler.contract.conflict.ConflictReasons;
import dev.reconciler.contract.conflict.ConflictTask;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.lock.RepositoryLock;
import dev.reconciler.git.remote.ConflictBranchRemote;
import dev.reconciler.git.remote.GitRemote;
import dev.reconciler.git.remote.fetch.FetchedCommit;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.replay.ReplayResult;
import dev.reconciler.git.replay.ReplayTask;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.model.CommitId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevWalk;

/** Shows what a decision about a conflict would make of the remote's branch. Moves no ref, here or there. */
public final class PreviewConflictStep {
    private static final int LONGEST_DIFF = 256 << 10;

    /**
     * Shows it.
     *
     * @throws RefusedException with one of {@link ConflictReasons} if the decision can't be carried out
     */
    public ConflictPreview run(DataRepository repository, ConflictTask task, Deadline deadline) throws IOException {
        try (FetchedCommit remote =
                        new GitRemote(repository.settings()).fetch(repository.git(), repository.local(), deadline);
                FetchedCommit held = new ConflictBranchRemote(repository.settings())
                        .fetch(repository.git(), task.conflict().branch(), deadline)
                        .orElseThrow(() -> ResolveConflictStep.newClosedError(task.conflict()))) {
            ResolveConflictStep.requireSame(task.conflict(), held.tip());
            return showDifference(repository, remote.tip(), findResult(repository, task, remote.tip()));
        }
    }

    private static ObjectId findResult(DataRepository repository, ConflictTask task, ObjectId remote)
            throws IOException {
        try (RepositoryLock lock = repository.lockWithoutCleanup()) {
            CommitId onto = CommitIds.of(remote);
            ReplayTask replay = ResolveConflictStep.newTask(
                    ResolveConflictStep.compare(repository, task, onto), task, onto, Instant.EPOCH);
            if (replay.own().isEmpty()) {
                return remote;
            }
            ReplayResult result = ReplayStep.tryReplay(repository, replay);
            ObjectId tip = result.tip();
            if (tip == null) {
                throw ResolveConflictStep.newCollisionError(result.detail());
            }
            return tip;
        }
    }

    private static ConflictPreview showDifference(DataRepository repository, ObjectId from, ObjectId to)
            throws IOException {
        BoundedOutput diff = new BoundedOutput();
        List<String> files = new ArrayList<>();
        try (RevWalk walk = new RevWalk(repository.git());
                DiffFormatter formatter = new DiffFormatter(diff)) {
            formatter.setRepository(repository.git());
            for (DiffEntry entry : formatter.scan(
                    walk.parseCommit(from).getTree(), walk.parseCommit(to).getTree())) {
                files.add(
                        entry.getChangeType() == DiffEntry.ChangeType.DELETE ? entry.getOldPath() : entry.getNewPath());
                if (!diff.isFull()) {
                    formatter.format(entry);
                    formatter.flush();
                }
            }
        }
        return new ConflictPreview(files, diff.text(), diff.isFull());
    }

    /**
     * What a decision would make of the remote's branch.
     *
     * @param files the paths that change, all of them
     * @param diff how they change, as git shows it; at most 256 KiB
     * @param truncated whether there is more of it
     */
    public record ConflictPreview(List<String> files, String diff, boolean truncated) {
        public ConflictPreview {
            files = List.copyOf(files);
        }
    }

    /** Takes bytes up to a limit, and forgets the rest. */
    private static final class BoundedOutput extends OutputStream {
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private boolean full;

        @Override
        public void write(int each) {
            write(new byte[] {(byte) each}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            int room = Math.min(length, LONGEST_DIFF - taken.size());
            taken.write(bytes, from, room);
            full |= room < length;
        }

        boolean isFull() {
            return full;
        }

        String text() {
            return taken.toString(StandardCharsets.UTF_8);
        }
    }
}
