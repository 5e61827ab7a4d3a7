package dev.reconciler.worker.metrics;

import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.git.state.BranchPosition;
import dev.reconciler.model.RepositoryId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the branch of each repository of which something was told, and at all others one after the other, so that no
 * scrape has to: a commit of an application that nothing tells of is seen within a round.
 */
public final class PositionLooks {
    private static final Logger LOG = LoggerFactory.getLogger(PositionLooks.class);

    /** In which each repository is looked at once, whatever happens. */
    private static final Duration LONGEST_ROUND = Duration.ofMinutes(5);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final Map<RepositoryId, RepositorySettings> repositories = new HashMap<>();
    private final Deque<RepositorySettings> round;
    private final Set<RepositorySettings> wanted = new LinkedHashSet<>();
    private final List<BiConsumer<RepositoryId, @Nullable BranchPosition>> listeners = new CopyOnWriteArrayList<>();

    /** Prepares the looks at those repositories; {@link HostMetrics#start} begins them. */
    public PositionLooks(Collection<RepositorySettings> repositories) {
        repositories.forEach(settings -> this.repositories.put(settings.id(), settings));
        this.round = new ArrayDeque<>(repositories);
    }

    /** Tells that one, too, what each look found; null where there is no clone that can be read. */
    public void tell(BiConsumer<RepositoryId, @Nullable BranchPosition> listener) {
        listeners.add(listener);
    }

    Set<RepositoryId> repositories() {
        return repositories.keySet();
    }

    /** Has the next {@link #look} be at that repository; nothing for one that is not of this host. */
    void want(RepositoryId repository) {
        RepositorySettings settings = repositories.get(repository);
        if (settings != null) {
            wanted.add(settings);
        }
    }

    /** How long the round rests between two of its looks: a second, or less where it would take too long. */
    Duration pause() {
        Duration even = LONGEST_ROUND.dividedBy(Math.max(1, round.size()));
        return even.compareTo(LONGEST_PAUSE) < 0 ? even : LONGEST_PAUSE;
    }

    /** Looks at all repositories that are wanted. */
    void lookAtWanted() {
        wanted.forEach(this::look);
        wanted.clear();
    }

    /** Looks at the repository that was looked at longest ago. */
    void lookAtNext() {
        if (!round.isEmpty()) {
            RepositorySettings next = round.remove();
            round.add(next);
            look(next);
        }
    }

    private void look(RepositorySettings settings) {
        BranchPosition position = find(settings);
        listeners.forEach(listener -> tellListener(listener, settings.id(), position));
    }

    private static void tellListener(
            BiConsumer<RepositoryId, @Nullable BranchPosition> listener,
            RepositoryId repository,
            @Nullable BranchPosition position) {
        try {
            listener.accept(repository, position);
        } catch (RuntimeException | Error failed) {
            // The other listeners, and repositories, get theirs all the same.
            LOG.debug("{}: the look at its branch was not taken", repository, failed);
        }
    }

    private static @Nullable BranchPosition find(RepositorySettings settings) {
        try {
            return BranchPosition.find(settings).orElse(null);
        } catch (RuntimeException | Error failed) {
            // A damaged clone is what runs tell of.
            LOG.debug("{}: no look at its branch", settings.id(), failed);
            return null;
        }
    }
}
