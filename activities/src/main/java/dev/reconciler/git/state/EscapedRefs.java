package dev.reconciler.git.state;

import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RefNames;
import dev.reconciler.git.repository.RefStore;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.ConflictName;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/**
 * The refs below {@link RefNames#escaped}, which say on which conflict branch of the remote a commit is, and keep it from
 * a garbage collection: {@code refs/reconciler/main/escaped/2026-11-27T08-00-00Z} holds what {@code
 * conflicts/2026-11-27T08-00-00Z} was seen to hold.
 *
 * <p>A ref goes when a run finds that the conflict branch is gone. The newest 100,000 are kept, and those of 90 days.
 */
public final class EscapedRefs {
    private static final int MOST = 100_000;
    private static final Duration LONGEST = Duration.ofDays(90);

    private final RefStore refs;
    private final String space;
    private final int most;

    /** The refs of that repository's branch. */
    public EscapedRefs(DataRepository repository) {
        this(repository, MOST);
    }

    /** @param most how many are kept however old they are */
    EscapedRefs(DataRepository repository, int most) {
        this.most = most;
        this.refs = repository.refs();
        this.space = repository.names().escaped();
    }

    /**
     * Notes that the conflict branch was seen to hold the commit. Called under the repository's lock.
     *
     * @throws RepositoryBusyException if another process holds the lock of the ref
     */
    public void record(BranchName conflict, ObjectId commit) throws IOException {
        String name = nameOf(conflict);
        ObjectId before = refs.read(name);
        if (!before.equals(commit) && !refs.swap(name, before, commit, "escaped")) {
            throw new RepositoryBusyException(name + " was changed by another process at this moment");
        }
        List<EscapedCommit> all = list();
        for (EscapedCommit old : all.subList(Math.min(most, all.size()), all.size())) {
            if (isOld(old)) {
                forget(old.conflict());
            }
        }
    }

    private static boolean isOld(EscapedCommit escaped) {
        return RefTimes.parse(escaped.conflict().value())
                .filter(at -> at.isAfter(Instant.now().minus(LONGEST)))
                .isEmpty();
    }

    /** Forgets a conflict branch, as after a person has taken the remote's side and the branch is deleted. */
    public void forget(BranchName conflict) throws IOException {
        String name = nameOf(conflict);
        refs.deleteUnneeded(name, refs.read(name), "settled");
    }

    /** The commits that were put on conflict branches, those of the newest names first. */
    public List<EscapedCommit> list() throws IOException {
        return refs.listBelow(space).stream()
                .map(ref -> new EscapedCommit(
                        ConflictName.branchOf(RefNames.unescape(ref.getName().substring(space.length()))),
                        ref.getObjectId()))
                .sorted(Comparator.comparing(
                                (EscapedCommit each) -> each.conflict().value())
                        .reversed())
                .toList();
    }

    /** When it was noted what the conflict branch holds, at the latest. */
    public Optional<Instant> findRecorded(BranchName conflict) throws IOException {
        return refs.findWritten(nameOf(conflict));
    }

    private String nameOf(BranchName conflict) {
        return space + RefNames.escape(ConflictName.below(conflict));
    }

    /**
     * What a conflict branch was seen to hold.
     *
     * @param conflict such as {@code conflicts/2026-11-27T08-00-00Z}
     */
    public record EscapedCommit(BranchName conflict, ObjectId commit) {}
}
