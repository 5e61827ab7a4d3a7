package dev.reconciler.git.watch;

import dev.reconciler.git.error.GitException;
import dev.reconciler.git.history.Ancestry;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.git.state.SharedHistory;
import dev.reconciler.model.CommitId;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A commit of the local branch of which no run knows: one of the application, and no move of a run. Told without the
 * repository's lock and without any change.
 *
 * @param isUnpushed whether the remote was not seen to hold it, and the application has not pushed it by the remote's name:
 *     false also where it has gone back to an earlier commit
 */
public record BranchNews(CommitId commit, boolean isUnpushed) {
    private static final Logger LOG = LoggerFactory.getLogger(BranchNews.class);

    /**
     * Finds what the local branch holds where that is news. A run notes the remote's commit, and the tip of a replay,
     * before it moves the branch there, so its own moves are never news.
     *
     * @return empty where it is no news, and where there is no repository or this process can't read it
     */
    public static Optional<BranchNews> find(RepositorySettings settings) {
        try {
            Optional<DataRepository> there = DataRepository.open(settings);
            if (there.isEmpty()) {
                return Optional.empty();
            }
            try (DataRepository repository = there.get()) {
                return findIn(repository);
            }
        } catch (IOException | GitException unreadable) {
            // A run says what is wrong; one is started at boot, by each webhook and by the schedule.
            LOG.debug("{}: the branch can't be looked at", settings.id(), unreadable);
            return Optional.empty();
        }
    }

    private static Optional<BranchNews> findIn(DataRepository repository) throws IOException {
        // In this order: a run that moves the branch after the first line has noted the commit before, and one that
        // takes away the note of a replay after the second has recorded the commit before.
        ObjectId local = repository.local();
        if (repository.refs().read(repository.names().replayed()).equals(local)) {
            return Optional.empty();
        }
        SharedHistory history = new SharedHistory(repository);
        Set<ObjectId> shared = history.sharedTips();
        if (shared.contains(local)) {
            return Optional.empty();
        }
        // Where a push goes to two places, only the run that is asked for finds out whether both have taken it.
        Set<ObjectId> perhapsRemote = new LinkedHashSet<>(shared);
        history.findPushed().ifPresent(perhapsRemote::add);
        return Optional.of(new BranchNews(CommitIds.of(local), isUnpushed(repository, perhapsRemote, local)));
    }

    private static boolean isUnpushed(DataRepository repository, Set<ObjectId> perhapsRemote, ObjectId local) {
        try {
            for (ObjectId tip : perhapsRemote) {
                if (Ancestry.isAncestorByDate(repository.git(), local, tip)) {
                    return false;
                }
            }
            return true;
        } catch (IOException | RuntimeException damaged) {
            // Of a damaged object the library throws whatever its bytes lead to. The run that is started says what is
            // wrong.
            return true;
        }
    }
}
