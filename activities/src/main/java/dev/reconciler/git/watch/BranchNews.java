package dev.reconciler.git.watch;

import dev.reconciler.git.error.GitException;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.git.state.SharedHistory;
import dev.reconciler.model.CommitId;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells commits of the application from moves of a run, without the repository's lock and without any change. */
public final class BranchNews {
    private static final Logger LOG = LoggerFactory.getLogger(BranchNews.class);

    private BranchNews() {}

    /**
     * Finds what the local branch holds where that is news: a commit of which no run knows. A run notes the remote's
     * commit, and the tip of a replay, before it moves the branch there, so its own moves are never news.
     *
     * @return empty where it is no news, and where there is no repository or this process can't read it
     */
    public static Optional<CommitId> find(RepositorySettings settings) {
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

    private static Optional<CommitId> findIn(DataRepository repository) throws IOException {
        // In this order: a run that moves the branch after the first line has noted the commit before, and one that
        // takes
        // away the note of a replay after the second has recorded the commit before.
        ObjectId local = repository.local();
        boolean isKnown = repository.refs().read(repository.names().replayed()).equals(local)
                || new SharedHistory(repository).sharedTips().contains(local);
        return isKnown ? Optional.empty() : Optional.of(CommitIds.of(local));
    }
}
