package dev.reconciler.git.repository;

import java.io.IOException;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.BaseRepositoryBuilder;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.storage.file.FileBasedConfig;

/**
 * A repository whose refs and loose objects are brought to the disk, and that collects no garbage by itself.
 *
 * <p>The library writes both without fsync unless two keys of old say so; these and others are set in memory each time that the
 * configuration is asked for, since what was set once is lost where the file is read again. Nothing may save it.
 */
final class SyncedRepository extends FileRepository {
    SyncedRepository(BaseRepositoryBuilder<?, ?> options) throws IOException {
        super(options);
        if (!getObjectDatabase().exists()) {
            throw new RepositoryNotFoundException(getDirectory());
        }
    }

    @Override
    public FileBasedConfig getConfig() {
        FileBasedConfig config = super.getConfig();
        require(config, "fsyncObjectFiles");
        require(config, "fsyncRefFiles");
        // Where native git has written one, histories are walked without unpacking every commit.
        require(config, "commitGraph");
        return config;
    }

    private static void require(FileBasedConfig config, String key) {
        if (!config.getBoolean("core", key, false)) {
            config.setBoolean("core", null, key, true);
        }
    }

    /** A collection in the background would outlive the step, and leave its lock where the process ends before it. */
    @Override
    public void autoGC(ProgressMonitor monitor) {}
}
