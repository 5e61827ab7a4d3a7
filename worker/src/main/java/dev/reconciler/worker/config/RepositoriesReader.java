package dev.reconciler.worker.config;

import dev.reconciler.model.RepositoryId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code repositories}, and checks what only shows when they are seen together. */
final class RepositoriesReader {
    private final RepositoryReader reader;
    private final Map<RepositoryId, Entry> byId = new HashMap<>();
    private final Map<Clone, Entry> byClone = new HashMap<>();

    RepositoriesReader(References references) {
        this.reader = new RepositoryReader(references);
    }

    /** Those that could be read; what is wrong with the others is noted. */
    List<RepositoryConfiguration> read(@Nullable Entry entry) {
        if (entry == null) {
            return List.of();
        }
        List<Entry> items = entry.items();
        if (items.isEmpty() && entry.isList()) {
            entry.problem("an empty list (expected: at least one repository)");
        }
        List<RepositoryConfiguration> read = new ArrayList<>();
        for (Entry item : items) {
            RepositoryConfiguration repository = reader.read(item);
            if (repository != null) {
                checkUnique(item, repository);
                read.add(repository);
            }
        }
        return read;
    }

    private void checkUnique(Entry item, RepositoryConfiguration repository) {
        Entry sameId = byId.putIfAbsent(repository.id(), item);
        if (sameId != null) {
            item.child("id")
                    .problem("'" + repository.id() + "' is the id of " + sameId.key() + " too (expected: unique)");
        }
        Path path = Paths.canonical(repository.path());
        Entry sameClone =
                byClone.putIfAbsent(new Clone(path, repository.branch().value()), item);
        if (sameClone != null) {
            item.child("path")
                    .problem("'" + repository.path() + "' with branch '" + repository.branch() + "' is "
                            + sameClone.key() + " too (expected: each branch of a repository once)");
        }
        if (repository.remote().leadsTo(path)) {
            item.child("remote")
                    .problem("'" + repository.remote() + "' is the repository itself (expected: another one)");
        }
    }

    /** A branch on the disk, by whatever spelling of its path. */
    private record Clone(Path path, String branch) {}
}
