package dev.reconciler.git.step;

import dev.reconciler.git.history.Ancestry;
import dev.reconciler.git.lock.RepositoryLock;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.state.DroppedTips;
import dev.reconciler.git.state.EscapedRefs;
import dev.reconciler.git.state.EscapedRefs.EscapedCommit;
import dev.reconciler.git.state.RefTimes;
import dev.reconciler.git.state.RewoundRefs;
import dev.reconciler.git.state.TipJournal;
import dev.reconciler.model.UtcName;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;

/**
 * Conflict branches that a person has deleted on the remote. What they held is on no branch any more, so a ref below
 * {@code refs/rewound/} keeps it, unless the remote's branch holds it by now. With them goes what only their commits needed,
 * see {@link DroppedTips}.
 */
final class DeletedConflicts {
    /** A forge's stale replica may not show yet what was pushed a moment ago. */
    private static final Duration SHOWN_BY_THEN = Duration.ofMinutes(1);

    private final DataRepository repository;
    private final EscapedRefs escaped;
    private final DroppedTips dropped;

    DeletedConflicts(DataRepository repository) {
        this.repository = repository;
        this.escaped = new EscapedRefs(repository);
        this.dropped = new DroppedTips(repository);
    }

    /** Whether anything is noted that hangs on which conflict branches the remote shows. */
    boolean arePossible() throws IOException {
        return !escaped.list().isEmpty() || !dropped.list().isEmpty();
    }

    /**
     * Notes that those conflict branches are gone which the remote does not show any more.
     *
     * @param shown all conflict branches that the remote shows, by their full names
     * @param remote what the remote's branch holds
     */
    void keepDeleted(Map<String, ObjectId> shown, ObjectId remote) throws IOException {
        keepCommits(shown.keySet(), remote);
        if (!listUnneeded(shown.values(), remote).isEmpty()) {
            try (RepositoryLock lock = repository.lock()) {
                // Asked again: another process may have escaped a conflict since.
                dropped.forget(listUnneeded(shown.values(), remote));
            }
        }
    }

    private Set<ObjectId> listUnneeded(Collection<ObjectId> shown, ObjectId remote) throws IOException {
        if (dropped.list().isEmpty()) {
            return Set.of();
        }
        Set<ObjectId> conflicts = new LinkedHashSet<>(shown);
        // Those too that a stale replica of the remote does not show yet.
        escaped.list().forEach(each -> conflicts.add(each.commit()));
        if (!conflicts.isEmpty()) {
            for (Ref result : repository.refs().listBelow(repository.names().edits())) {
                conflicts.add(result.getObjectId());
            }
        }
        return dropped.listUnneeded(conflicts, remote);
    }

    private void keepCommits(Set<String> shown, ObjectId remote) throws IOException {
        Instant now = Instant.now();
        List<EscapedCommit> deleted = new ArrayList<>();
        for (EscapedCommit each : escaped.list()) {
            if (!shown.contains(each.conflict().ref()) && isShownByThen(each, now)) {
                deleted.add(each);
            }
        }
        if (deleted.isEmpty()) {
            return;
        }
        try (RepositoryLock lock = repository.lock()) {
            for (EscapedCommit each : deleted) {
                if (!Ancestry.contains(repository.git(), remote, each.commit())) {
                    new RewoundRefs(repository).keepCommit(UtcName.at(now), each.commit());
                    new TipJournal(repository).addKept(each.commit());
                }
                escaped.forget(each.conflict());
            }
        }
    }

    // The name has the time at which the pass began. The branch came to the remote at the end of it, perhaps
    // much later.
    private boolean isShownByThen(EscapedCommit each, Instant now) throws IOException {
        Instant latest = now.minus(SHOWN_BY_THEN);
        return Stream.of(RefTimes.parse(each.conflict().value()), escaped.findRecorded(each.conflict()))
                .flatMap(Optional::stream)
                .allMatch(latest::isAfter);
    }
}
