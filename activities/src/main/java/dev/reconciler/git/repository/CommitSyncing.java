package dev.reconciler.git.repository;

import dev.reconciler.git.discovery.GitDirectory;
import dev.reconciler.git.discovery.RepositoryOwnership;
import dev.reconciler.git.error.GitException;
import dev.reconciler.git.settings.GitSettings;
import dev.reconciler.git.settings.SetupSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Whether the application's own git brings its commits to the disk. By itself it syncs packs only: a power cut within half
 * a minute of a {@code git commit} may take the commit. Follows git's {@code fsync_components}.
 */
public final class CommitSyncing {
    /** The value of {@code core.fsync} with which git syncs commits, and the branch that names them. */
    public static final String ADVISED = "committed,reference";

    private static final List<String> OBJECTS = List.of("loose-object", "objects", "committed", "added", "all");
    private static final List<String> REFERENCES = List.of("reference", "all");

    private CommitSyncing() {}

    /**
     * What a person should mend in the clone at a path.
     *
     * @return empty where there is no clone, its commits are synced, or its settings can't be read: a run tells why
     */
    public static Optional<String> findWarning(Path path) {
        try {
            Optional<GitDirectory> directory = GitDirectory.find(path);
            if (directory.isEmpty()) {
                return Optional.empty();
            }
            GitDirectory found = directory.get();
            RepositoryOwnership ownership = RepositoryOwnership.ofThisProcess();
            // No setting of another user's repository is read before it is allowed.
            ownership.check(found);
            SetupSettings setup = SetupSettings.read(found.gitDir(), found.commonDir());
            return isSynced(found.readSettings(setup, ownership.environment()))
                    ? Optional.empty()
                    : Optional.of("commits of the application are not synced to the disk, a power cut may take the last"
                            + " ones: git -C '" + path + "' config core.fsync " + ADVISED);
        } catch (IOException | GitException unreadable) {
            return Optional.empty();
        }
    }

    static boolean isSynced(GitSettings settings) {
        Optional<String> components = settings.value("core", null, "fsync");
        // The setting of git before 2.36 is a word of its own.
        return components
                .map(value -> namesAny(value, OBJECTS) && namesAny(value, REFERENCES))
                .orElseGet(() -> settings.isTrue("core", null, "fsyncObjectFiles"));
    }

    // By itself git syncs neither loose objects nor refs, so what is taken away with a minus changes nothing here,
    // wherever it stands.
    private static boolean namesAny(String components, List<String> any) {
        for (String component : components.split(",", -1)) {
            // Git takes the beginning of a name for the name.
            String beginning = component.stripLeading();
            if (!beginning.isEmpty() && any.stream().anyMatch(name -> name.startsWith(beginning))) {
                return true;
            }
        }
        return false;
    }
}
