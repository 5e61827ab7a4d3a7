package dev.reconciler.git.repository;

import dev.reconciler.git.discovery.RepositoryOwnership;
import java.io.IOException;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.BaseRepositoryBuilder;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.jspecify.annotations.Nullable;

/**
 * A repository whose refs and loose objects are brought to the disk by fsync, and that collects no garbage by itself. Its
 * hooks run only where the repository belongs to the user of this process.
 *
 * <p>The library writes refs and loose objects without fsync unless two keys of the configuration say otherwise. These
 * keys and others are set in memory, and again each time that the library asks for the configuration: where the file has
 * changed, the library reads it anew and forgets what was set before. The configuration must not be saved.
 */
final class SyncedRepository extends FileRepository {
    /** A path below which there are no files, so no hooks either. */
    private static final String NO_HOOKS = "/dev/null";

    /** Null while the constructor of the library is at work, which runs no hook. */
    private final RepositoryOwnership.@Nullable RepositoryOwner owner;

    SyncedRepository(BaseRepositoryBuilder<?, ?> options, RepositoryOwnership.RepositoryOwner owner)
            throws IOException {
        super(options);
        this.owner = owner;
        if (!getObjectDatabase().exists()) {
            throw new RepositoryNotFoundException(getDirectory());
        }
    }

    @Override
    public FileBasedConfig getConfig() {
        FileBasedConfig config = super.getConfig();
        requireSetting(config, "fsyncObjectFiles");
        requireSetting(config, "fsyncRefFiles");
        // Where native git has written a commit-graph file, the library walks histories without unpacking every commit.
        requireSetting(config, "commitGraph");
        if (owner == RepositoryOwnership.RepositoryOwner.ALLOWED) {
            disableHooks(config);
        }
        return config;
    }

    private static void disableHooks(FileBasedConfig config) {
        if (!NO_HOOKS.equals(config.getString("core", null, "hooksPath"))) {
            config.setString("core", null, "hooksPath", NO_HOOKS);
        }
    }

    private static void requireSetting(FileBasedConfig config, String key) {
        if (!config.getBoolean("core", key, false)) {
            config.setBoolean("core", null, key, true);
        }
    }

    /**
     * Does nothing. A garbage collection in the background would go on after the step, and leave its lock file where the
     * process ends before it does.
     */
    @Override
    public void autoGC(ProgressMonitor monitor) {}
}
