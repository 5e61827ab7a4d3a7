package dev.reconciler.worker.config;

import dev.reconciler.model.BranchName;
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
            RepositoryReader.Read repository = reader.read(item);
            checkId(item, repository.id());
            checkClone(item, repository.path(), repository.branch());
            if (repository.whole() != null) {
                checkRemote(item, repository.whole());
                read.add(repository.whole());
            }
        }
        return read;
    }

    private void checkId(Entry item, @Nullable RepositoryId id) {
        Entry same = id == null ? null : byId.putIfAbsent(id, item);
        if (same != null) {
            item.child("id").problem("'" + id + "' is the id of " + same.key() + " too (expected: unique)");
        }
    }

    private void checkClone(Entry item, @Nullable Path path, @Nullable BranchName branch) {
        if (path == null || branch == null) {
            return;
        }
        Entry same = byClone.putIfAbsent(new Clone(Paths.canonical(path), branch.value()), item);
        if (same != null) {
            item.child("path")
                    .problem("'" + path + "' with branch '" + branch + "' is " + same.key()
                            + " too (expected: each branch of a repository once)");
        }
    }

    private static void checkRemote(Entry item, RepositoryConfiguration repository) {
        if (repository.remote().leadsTo(Paths.canonical(repository.path()))) {
            item.child("remote")
                    .problem("'" + repository.remote() + "' is the repository itself (expected: another one)");
        }
    }

    /** A branch on the disk, by whatever spelling of its path. */
    private record Clone(Path path, String branch) {}
}
