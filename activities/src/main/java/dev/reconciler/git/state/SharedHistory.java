package dev.reconciler.git.state;

import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.history.Ancestry;
import dev.reconciler.git.lock.RepositoryLock;
import dev.reconciler.git.remote.transport.RemoteUrls;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RefNames;
import dev.reconciler.git.repository.RefStore;
import java.io.IOException;
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

    /** The record of that repository's branch. */
    public SharedHistory(DataRepository repository) {
        this.repository = repository;
        this.refs = repository.refs();
        this.names = repository.names();
        this.note = new AgreedNote(repository);
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
        tips.add(refs.read(names.tracking()));
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
     * The last commit that both sides were seen to hold. Before the first run, the remote-tracking branch stands for it;
     * empty where there is none either.
     */
    public Optional<ObjectId> agreed() throws IOException {
        Optional<ObjectId> recorded = findRecorded();
        return recorded.isPresent() ? recorded : nonZero(refs.read(names.tracking()));
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
        String configured = repository
                .git()
                .getConfig()
                .getString("remote", repository.settings().remoteName(), "url");
        return note.url().or(() -> Optional.ofNullable(configured).map(RemoteUrls::withoutSecrets));
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
    }

    // In a clone that another program has made, the tracking branch is all that tells of earlier times. Its commit is
    // taken over before the first agreement moves the branch.
    private void seedAgreed() throws IOException {
        ObjectId tracking = refs.read(names.tracking());
        if (findRecorded().isEmpty() && !tracking.equals(ObjectId.zeroId())) {
            refs.swap(names.agreed(), ObjectId.zeroId(), tracking, "seeded from the tracking branch");
        }
    }

    /** Whether the record already says all that {@link #recordAgreed} would write of {@code commit}. */
    public boolean isAgreedAt(ObjectId commit) throws IOException {
        return refs.read(names.agreed()).equals(commit)
                && refs.read(names.tracking()).equals(commit)
                && note.holds(commit, currentUrl())
                && refs.listBelow(names.remoteTips()).isEmpty()
                && !refs.exists(names.replayed());
    }

    /**
     * Records that both sides hold {@code commit}, and deletes the refs that are no longer needed: the remote's tips since
     * the last agreement, and the tip of a replay.
     *
     * <p>Where a lock file of another process is in the way, the next run records it; what is on record until then stays
     * true.
     */
    public void recordAgreed(ObjectId commit) throws IOException {
        try {
            recordUnlessOutrun(commit);
        } catch (RepositoryBusyException held) {
            LOG.info("{}: not on record yet: {}", repository.settings().id(), held.getMessage());
        }
    }

    // The order counts, since a kill may come after each line. The agreed commit is on record, in both places, before
    // anything is deleted that says the same: so no commit that the remote held ever looks like local's own.
    private void recordUnlessOutrun(ObjectId commit) throws IOException {
        if (isOutrun(commit)) {
            return;
        }
        if (hasMoved()) {
            repository.writeRemoteUrl(currentUrl());
        }
        moveRef(names.agreed(), commit);
        note.write(commit, currentUrl());
        moveRef(names.tracking(), commit);
        for (Ref ref : refs.listBelow(names.remoteTips())) {
            refs.deleteUnneeded(ref.getName(), ref.getObjectId(), "settled");
        }
        refs.deleteUnneeded(names.replayed(), refs.read(names.replayed()), "settled");
    }

    /**
     * Whether a later run has recorded a newer agreed commit already, and this record would take the newer one back.
     *
     * <p>A step whose time was up may still be running beside the run that followed. With {@code commit} A, the agreed
     * commit B and local C in one line A, B, C, it is this step that is late.
     */
    private boolean isOutrun(ObjectId commit) throws IOException {
        ObjectId agreed = refs.read(names.agreed());
        ObjectId local = repository.local();
        return !agreed.equals(ObjectId.zeroId())
                && !agreed.equals(commit)
                && !local.equals(commit)
                && Ancestry.isAncestorByDate(repository.git(), commit, agreed)
                && Ancestry.isAncestorByDate(repository.git(), agreed, local);
    }

    // The configured remote is another one than at the last agreement: the application's own git gets its URL too.
    private boolean hasMoved() throws IOException {
        return note.url().filter(url -> !url.equals(currentUrl())).isPresent();
    }

    private void moveRef(String name, ObjectId commit) throws IOException {
        ObjectId now = refs.read(name);
        if (!now.equals(commit)) {
            // A fetch of the application may move the tracking branch between the two lines. Then the ref stays where
            // that fetch has put it, since that is the newer word on the remote.
            refs.swap(name, now, commit, "agreed");
        }
    }

    private String currentUrl() {
        return RemoteUrls.withoutSecrets(repository.settings().remoteUrl());
    }
}
