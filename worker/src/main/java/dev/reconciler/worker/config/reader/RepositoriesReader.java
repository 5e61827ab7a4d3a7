package dev.reconciler.worker.config.reader;

import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.config.ConfiguredPaths;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.config.yaml.YamlEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code repositories}, and checks that no two repositories are the same one. */
final class RepositoriesReader {
    private final RepositoryReader reader;
    private final Map<RepositoryId, YamlEntry> byId = new HashMap<>();
    private final Map<ClonedBranch, YamlEntry> byClone = new HashMap<>();

    RepositoriesReader(SecretAndPathReader references) {
        this.reader = new RepositoryReader(references);
    }

    /** Returns the repositories that could be read; the problems of the others are in the entry's collector. */
    List<RepositoryConfiguration> readRepositories(@Nullable YamlEntry entry) {
        if (entry == null) {
            return List.of();
        }
        List<YamlEntry> items = entry.readItems();
        // A value that is no list is a problem already.
        if (items.isEmpty() && entry.isList()) {
            entry.addProblem("an empty list (expected: at least one repository)");
        }
        List<RepositoryConfiguration> read = new ArrayList<>();
        for (YamlEntry item : items) {
            RepositoryReader.ReadRepository repository = reader.readRepository(item);
            // Of a repository that is wrong elsewhere too: a person shall see every problem at once.
            checkId(item, repository.id());
            checkClone(item, repository.path(), repository.branch());
            if (repository.whole() != null) {
                checkRemote(item, repository.whole());
                read.add(repository.whole());
            }
        }
        return read;
    }

    /** The ids of the file, also those of repositories that are wrong elsewhere. */
    Set<RepositoryId> ids() {
        return Set.copyOf(byId.keySet());
    }

    private void checkId(YamlEntry item, @Nullable RepositoryId id) {
        YamlEntry same = id == null ? null : byId.putIfAbsent(id, item);
        if (same != null) {
            item.findChild("id").addProblem("'" + id + "' is the id of " + same.key() + " too (expected: unique)");
        }
    }

    private void checkClone(YamlEntry item, @Nullable Path path, @Nullable BranchName branch) {
        if (path == null || branch == null) {
            return;
        }
        // The canonical path: two runs would move one branch against each other, however the paths are spelled.
        YamlEntry same =
                byClone.putIfAbsent(new ClonedBranch(ConfiguredPaths.canonicalizePath(path), branch.value()), item);
        if (same != null) {
            item.findChild("path")
                    .addProblem("'" + path + "' with branch '" + branch + "' is " + same.key()
                            + " too (expected: each branch of a repository once)");
        }
    }

    private static void checkRemote(YamlEntry item, RepositoryConfiguration repository) {
        if (repository.remote().leadsTo(ConfiguredPaths.canonicalizePath(repository.path()))) {
            item.findChild("remote")
                    .addProblem("'" + repository.remote() + "' is the repository itself (expected: another one)");
        }
    }

    /** One branch of one repository on the disk, with the canonical path. */
    private record ClonedBranch(Path path, String branch) {}
}
