package dev.reconciler.git.graph;

import dev.reconciler.git.error.GitException;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.model.CommitId;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The commits that not all of some tips reach, and the first ones that all of them do.
 *
 * @param rows each before its parents
 * @param isCut whether there is more than a picture can hold
 */
public record CommitGraph(List<GraphRow> rows, boolean isCut) {
    public CommitGraph {
        rows = List.copyOf(rows);
    }

    /**
     * Reads the graph, without the repository's lock and without any change. It is bounded, whatever the repository holds:
     * a long line of commits becomes one row, and what is too much is left out.
     *
     * @param tips a few; those that the clone lacks reach nothing
     * @return empty where there is no clone that this process can read
     */
    public static Optional<CommitGraph> read(RepositorySettings settings, List<CommitId> tips) {
        try {
            Optional<DataRepository> there = DataRepository.open(settings);
            if (there.isEmpty()) {
                return Optional.empty();
            }
            try (DataRepository repository = there.get();
                    GraphWalk walk = new GraphWalk(repository, tips)) {
                return Optional.of(walk.readGraph());
            }
        } catch (IOException | GitException unreadable) {
            return Optional.empty();
        }
    }
}
