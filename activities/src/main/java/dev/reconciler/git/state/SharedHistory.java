package dev.reconciler.git.state;

import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.history.Ancestry;
import dev.reconciler.git.history.HistoryComparison;
import dev.reconciler.git.lock.RepositoryLock;
import dev.reconciler.git.remote.transport.RemoteUrls;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RefNames;
import dev.reconciler.git.repository.RefStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The record of what the local and the remote branch were both seen to hold, and of the remote's URL at that time. A
 * commit of local that is in it, and that the remote has no longer, was taken back there; a commit that is not in it is
 * local's own.
 *
 * <p>The remote-tracking branch alone cannot tell the two apart: a run that was killed after its fetch has moved it
 * already. So the record is made in two steps:
 *
 * <ol>
 *   <li>After each fetch, and before any branch moves, the remote's tip gets a ref below {@link RefNames#remoteTips}.
 *   <li>Once local holds that tip too, it becomes the agreed commit, and the refs of the first step are deleted: all of
 *       them can be reached from the agreed commit, or are gone from local.
 * </ol>
 *
 * <p>An example: the remote holds B, a run moves local from A to B, and is killed before it has recorded that. The
 * application commits D on top, and the remote is reset to A. The ref of B from the first step shows that local has B
 * from the remote. So B is dropped, and D alone is local's own; without that ref a run would push B again.
 *
 * <p>Nothing is ever recorded that the remote was not read to hold. The agreed commit is in a file as well, see {@link
 * AgreedNote}. The record must be changed under the {@link RepositoryLock} only.
 */
public final class SharedHistory {
    private static final Logger LOG = LoggerFactory.getLogger(SharedHistory.class);

    private final DataRepository repository;
    private final RefStore refs;
    private final RefNames names;
    private final AgreedNote note;
    private final TipJournal journal;
    private final TrackingBranch tracking;
    private final DroppedTips dropped;

    /** The record of that repository's branch. */
    public SharedHistory(DataRepository repository) {
        this.repository = repository;
        this.refs = repository.refs();
        this.names = repository.names();
        this.note = new AgreedNote(repository);
        this.journal = new TipJournal(repository);
        this.tracking = new TrackingBranch(repository);
        this.dropped = new DroppedTips(repository);
    }

    /**
     * The tips of the record: everything that can be reached from one of them is in it.
     *
     * <p>A tip on a ref has to be there: where a damaged disk has lost it, dropped commits would look like own ones, and
     * the reader of the tips finds it missing. In the file alone it may be gone, since no ref keeps it then from a garbage
     * collection of the application; what could be reached from it is not known any more.
     */
    public Set<ObjectId> sharedTips() throws IOException {
        Set<ObjectId> tips = new LinkedHashSet<>();
        tips.add(refs.read(names.agreed()));
        // Before the first fetch a remote of another URL is refused, unless it holds the tracking branch's commit. That
        // commit is on record then, and what an application pushes to the other one afterwards is no word of this one.
        if (findRecorded().isEmpty() || tracking.isFetched()) {
            tracking.findShared().ifPresent(tips::add);
        }
        for (Ref ref : refs.listBelow(names.remoteTips())) {
            tips.add(ref.getObjectId());
        }
        Optional<ObjectId> noted = note.commit();
        if (noted.isPresent() && repository.git().getObjectDatabase().has(noted.get())) {
            tips.add(noted.get());
        }
        // A ref that does not exist reads as the zero id.
        tips.remove(ObjectId.zeroId());
        return tips;
    }

    /**
     * What an application has pushed by the name of the clone's remote, whether the remote has taken it or another place
     * that such pushes go to. It is no tip of the record: what the remote refused is local's own.
     */
    public Optional<ObjectId> findPushed() throws IOException {
        return tracking.findPushed();
    }

    /**
     * Compares a commit of the local branch with the remote's, in the light of the record.
     *
     * <p>An example of what must not happen: the remote has dropped B, which local A-B-c holds. Another process follows
     * the remote meanwhile, and the record then says of A alone that both sides held it. With that record B would look
     * like local's own, and be pushed again.
     *
     * @throws RepositoryBusyException if the branch has left {@code local}, so that the record may be of what came after
     *     it; commits on top of it are no such move
     */
    public HistoryComparison compare(ObjectId local, ObjectId remote) throws IOException {
        HistoryComparison compared = HistoryComparison.between(repository.git(), local, remote, sharedTips());
        // Looked at after the record was read: the branch moves first, and the record of the move is made after it.
        ObjectId now = repository.local();
        if (!now.equals(local) && !Ancestry.contains(repository.git(), now, local)) {
            throw new RepositoryBusyException(names.branch() + " was moved from " + local.name() + " to " + now.name()
                    + " by somebody else meanwhile");
        }
        return compared;
    }

    /**
     * Compares the commit of a conflict branch with what the remote's branch holds. No branch of the clone has to hold that
     * commit, so what the clone's branch has left counts as shared, too.
     *
     * <p>An example: A-B-c is on a conflict branch, the remote drops B, and local follows it. The record then says of A
     * alone that both sides held it; c is still all that is the conflict's own.
     */
    public HistoryComparison compareConflict(ObjectId conflict, ObjectId remote) throws IOException {
        Set<ObjectId> shared = sharedTips();
        // Read after the record: what leaves that is here before.
        shared.addAll(dropped.list());
        return HistoryComparison.between(repository.git(), conflict, remote, shared);
    }

    /**
     * The last commit that both sides were seen to hold. Before the first run, the remote-tracking branch stands for it;
     * empty where there is none either.
     */
    public Optional<ObjectId> agreed() throws IOException {
        Optional<ObjectId> recorded = findRecorded();
        return recorded.isPresent() ? recorded : nonZero(tracking.read());
    }

    // The ref counts before the file: it is written first, and a kill may come between the two.
    private Optional<ObjectId> findRecorded() throws IOException {
        Optional<ObjectId> agreed = nonZero(refs.read(names.agreed()));
        return agreed.isPresent() ? agreed : note.commit();
    }

    private static Optional<ObjectId> nonZero(ObjectId id) {
        return Optional.of(id).filter(present -> !present.equals(ObjectId.zeroId()));
    }

    /** Whether no run has ever recorded that both sides agree. */
    public boolean isUnrecorded() throws IOException {
        return note.url().isEmpty();
    }

    /**
     * The URL, without secrets, of the remote that held the agreed commit. Before the first run, the URL in the
     * repository's own configuration stands for it; empty where there is none either.
     */
    public Optional<String> agreedUrl() throws IOException {
        return note.url().or(this::findFetchedUrl);
    }

    // However it is spelled: the clone may have an abbreviation that git's settings tell, or a path from its own
    // folder.
    private Optional<String> findFetchedUrl() {
        return tracking.readUrls().stream()
                .findFirst()
                .map(first -> tracking.isFetched() ? currentUrl() : RemoteUrls.withoutSecrets(first));
    }

    /**
     * Records, before any branch moves, that the remote holds a commit. The ref that is made protects the commit from
     * garbage collection too.
     */
    public void recordRemoteTip(ObjectId commit) throws IOException {
        seedAgreed();
        if (!refs.exists(names.remoteTip(commit))) {
            refs.swap(names.remoteTip(commit), ObjectId.zeroId(), commit, "remote seen");
        }
        journal.addRemote(commit);
    }

    // In a clone that another program has made, the tracking branch is all that tells of earlier times. Its commit is
    // taken over before the first agreement moves the branch.
    private void seedAgreed() throws IOException {
        Optional<ObjectId> seed = findRecorded().isPresent() ? Optional.empty() : tracking.findShared();
        if (seed.isPresent()) {
            refs.swap(names.agreed(), ObjectId.zeroId(), seed.get(), "seeded from the tracking branch");
        }
    }

    /** Whether the record already says all that {@link #recordAgreed} would write of {@code commit}. */
    public boolean isAgreedAt(ObjectId commit) throws IOException {
        return refs.read(names.agreed()).equals(commit)
                && tracking.read().equals(commit)
                && note.holds(commit, currentUrl())
                && refs.listBelow(names.remoteTips()).isEmpty()
                && !refs.exists(names.replayed());
    }

    /** Where the record is now: a step reads it at its beginning, and gives it to {@link #recordAgreed}. */
    public RecordMark mark() throws IOException {
        return new RecordMark(refs.read(names.agreed()), note.text(), tracking.read());
    }

    /**
     * Records that both sides hold {@code commit}, and deletes the refs that are no longer needed: the remote's tips since
     * the last agreement, and the tip of a replay. Nothing is recorded by a step that is late: whose time was up, so that
     * a later run has made its own record meanwhile.
     *
     * <p>Where a lock file of another process is in the way, the next run records it; what is on record until then stays
     * true.
     *
     * @param begun the {@link #mark} at the beginning of the step
     */
    public void recordAgreed(ObjectId commit, RecordMark begun) throws IOException {
        try {
            recordUnlessOutrun(commit, begun);
        } catch (RepositoryBusyException held) {
            LOG.info("{}: not on record yet: {}", repository.settings().id(), held.getMessage());
        }
    }

    // The order counts, since a kill or a power cut may come after each line. The agreed commit is on record, in both
    // places, before anything is deleted that says the same: so no commit that the remote held ever looks like local's
    // own.
    private void recordUnlessOutrun(ObjectId commit, RecordMark begun) throws IOException {
        if (isOutrun(commit, begun)) {
            return;
        }
        if (hasMoved()) {
            repository.writeRemoteUrl(currentUrl());
        }
        journal.addRemote(commit);
        Set<ObjectId> held = sharedTips();
        // Read after the tips: what is fetched in between is among them in no case.
        ObjectId tracked = tracking.read();
        boolean isNewer = isFetchedSince(begun, tracked, commit);
        if (isNewer) {
            held.remove(tracked);
        }
        dropped.keepOutside(held, commit);
        try (RefStore.PreparedSwap agreed = prepareMove(names.agreed(), commit)) {
            Optional<Path> noted = note.writeBeside(commit, currentUrl());
            // The branch that has just moved is on the disk before the record of it, together with what the record's
            // files hold. After a power cut the other way round, commits that the remote had dropped, and that the old
            // branch still holds, would look like local's own.
            repository.syncs().flush();
            agreed.commit();
            if (noted.isPresent()) {
                note.replaceBy(noted.get());
            }
        }
        // Whatever is in its way, what both sides hold is on record by now. Its lock file is not made before: on btrfs
        // one that was synced, and renamed some writes later, was back after a power cut.
        if (!isNewer) {
            tracking.move(tracked, commit);
        }
        repository.syncs().flush();
        for (Ref ref : refs.listBelow(names.remoteTips())) {
            refs.deleteUnneeded(ref.getName(), ref.getObjectId(), "settled");
        }
        refs.deleteUnneeded(names.replayed(), refs.read(names.replayed()), "settled");
    }

    /**
     * Whether a fetch of the application has moved the tracking branch since the step began, to what {@code commit} does not
     * have. That is the newer word on the remote, and stays: with local on it, and the remote set back to {@code commit}, it
     * would look like local's own.
     */
    private boolean isFetchedSince(RecordMark begun, ObjectId tracked, ObjectId commit) throws IOException {
        return !tracked.equals(begun.tracked()) && !Ancestry.isAncestorByDate(repository.git(), tracked, commit);
    }

    /**
     * Whether a later run has recorded a newer agreed commit already, and this record would take the newer one back.
     *
     * <p>A step whose time was up may still be running beside the run that followed; the record has moved since it began.
     * One that only begins so late finds its {@code commit} A, the agreed commit B and local C in one line A, B, C.
     *
     * <p>The file is looked at as well: the ref tells nothing where the later run found the same commit at another URL, or
     * where a fetch of the application has deleted it.
     */
    private boolean isOutrun(ObjectId commit, RecordMark begun) throws IOException {
        if (!note.text().equals(begun.noted()) && !note.holds(commit, currentUrl())) {
            return true;
        }
        ObjectId agreed = refs.read(names.agreed());
        if (agreed.equals(ObjectId.zeroId()) || agreed.equals(commit)) {
            return false;
        }
        if (!agreed.equals(begun.agreed())) {
            return true;
        }
        ObjectId local = repository.local();
        return !local.equals(commit)
                && Ancestry.isAncestorByDate(repository.git(), commit, agreed)
                && Ancestry.isAncestorByDate(repository.git(), agreed, local);
    }

    // The configured remote is another one than at the last agreement. The application's own git gets its URL too,
    // unless it goes by one of its own, such as that of another login, or by several.
    private boolean hasMoved() throws IOException {
        return note.url()
                .filter(url -> !url.equals(currentUrl()) && tracking.hasOnly(url))
                .isPresent();
    }

    private RefStore.PreparedSwap prepareMove(String name, ObjectId commit) throws IOException {
        return refs.prepare(name, refs.read(name), commit, "agreed");
    }

    private String currentUrl() {
        return RemoteUrls.withoutSecrets(repository.settings().remoteUrl());
    }

    /**
     * Where the record is at one moment.
     *
     * @param agreed the commit of the ref; the zero id where there is none
     * @param noted the text of the file; empty where there is none
     * @param tracked the commit of the remote-tracking branch; the zero id where there is none
     */
    public record RecordMark(ObjectId agreed, Optional<String> noted, ObjectId tracked) {}
}
