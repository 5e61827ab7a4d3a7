package dev.reconciler.git.state;

import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RefStore;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;

/** What the remote's branch was last read to hold. */
public final class LastSeenRemote {
    private LastSeenRemote() {}

    /** The commit; empty before the first fetch. */
    public static Optional<ObjectId> find(DataRepository repository, TipJournal journal) throws IOException {
        RefStore refs = repository.refs();
        Set<ObjectId> recorded = new LinkedHashSet<>();
        for (Ref ref : refs.listBelow(repository.names().remoteTips())) {
            recorded.add(ref.getObjectId());
        }
        Optional<ObjectId> agreed = new SharedHistory(repository).agreed();
        List<TipJournal.SeenTip> tips = journal.remoteTips();
        Optional<ObjectId> last = tips.isEmpty()
                ? Optional.empty()
                : Optional.of(tips.get(tips.size() - 1).commit());
        // The journal says in which order the runs came upon the remote's commits. Where it is lost, the refs tell
        // which.
        return last.filter(tip ->
                        recorded.contains(tip) || agreed.filter(tip::equals).isPresent())
                .or(() -> recorded.stream().findFirst())
                .or(() -> agreed);
    }
}
