package dev.reconciler.git.state;

import dev.reconciler.git.error.GitException;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;

/** Counts the conflict branches that runs have noted in a clone, for those who do not ask the remote. */
public final class NotedConflicts {
    private NotedConflicts() {}

    /**
     * Counts them, without the repository's lock and without any change.
     *
     * @return empty where there is no clone that this process can read
     */
    public static OptionalInt count(RepositorySettings settings) {
        try {
            Optional<DataRepository> there = DataRepository.open(settings);
            if (there.isEmpty()) {
                return OptionalInt.empty();
            }
            try (DataRepository repository = there.get()) {
                return OptionalInt.of(new EscapedRefs(repository).list().size());
            }
        } catch (IOException | GitException unreadable) {
            return OptionalInt.empty();
        }
    }
}
