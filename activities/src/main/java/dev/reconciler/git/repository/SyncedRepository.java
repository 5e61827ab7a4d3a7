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
 * A repository whose refs and loose objects are brought to the disk, and that collects no garbage by itself. It runs
 * its hooks only where it belongs to the user of this process.
 *
 * <p>The library writes both without fsync unless two keys of old say so; these and others are set in memory each time that the
 * configuration is asked for, since what was set once is lost where the file is read again. Nothing may save it.
 */
final class SyncedRepository extends FileRepository {
    /** A folder that has no hooks. */
    private static final String NO_HOOKS = "/dev/null";

    /** Null while the library's constructor is at work, which runs nothing. */
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
        // Where native git has written one, histories are walked without unpacking every commit.
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

    /** A collection in the background would outlive the step, and leave its lock where the process ends before it. */
    @Override
    public void autoGC(ProgressMonitor monitor) {}
}
