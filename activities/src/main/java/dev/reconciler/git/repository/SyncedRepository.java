package dev.reconciler.git.repository;

import dev.reconciler.git.discovery.RepositoryOwnership;
import dev.reconciler.git.file.PacedInserter;
import dev.reconciler.git.history.WholeObjects;
import dev.reconciler.git.settings.GitSettings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.lib.BaseRepositoryBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.jspecify.annotations.Nullable;

/**
 * A repository whose objects are brought to the disk by fsync, and that collects no garbage by itself. Its
 * hooks run only where the repository belongs to the user of this process. Its settings are those that git would see
 * ({@link GitSettings}), also where the library by itself would see others.
 *
 * <p>The library writes objects without fsync unless a key of the configuration says otherwise. This key and others are
 * set in memory, and again each time that the library has read the file anew because it has changed.
 * The configuration must not be saved.
 */
public final class SyncedRepository extends FileRepository {
    static {
        WholeObjects.limit();
    }

    /** A path below which there are no files, so no hooks either. */
    private static final String NO_HOOKS = "/dev/null";

    /** A key of this program's, present while the settings are those of {@link #applySettings}. */
    private static final String APPLIED = "applied";

    /** Null while the constructor of the library is at work. */
    private final RepositoryOwnership.@Nullable RepositoryOwner owner;

    private final @Nullable GitSettings settings;

    /** The folder of hooks where the settings name one; the library knows no home directory in it. */
    private final @Nullable Path hooks;

    private final @Nullable SyncedObjects objects;

    SyncedRepository(
            BaseRepositoryBuilder<?, ?> options, RepositoryOwnership.RepositoryOwner owner, GitSettings settings)
            throws IOException {
        super(options);
        this.owner = owner;
        this.settings = settings;
        this.hooks = settings.path("core", null, "hooksPath").orElse(null);
        this.objects = new SyncedObjects(
                getConfig(),
                super.getObjectDatabase().getDirectory(),
                getFS(),
                new File(getCommonDirectory(), Constants.SHALLOW));
        if (!getObjectDatabase().exists()) {
            throw new RepositoryNotFoundException(getDirectory());
        }
    }

    /**
     * Lets the library keep in memory, from now on, which commits lack their parents. It would write them into git's file
     * {@code shallow} as a remote tells of them, before what it has told of has come.
     */
    public void holdBoundary() throws IOException {
        Objects.requireNonNull(objects).holdBoundary();
    }

    /** From now on git's file {@code shallow} says again which commits lack their parents. */
    public void releaseBoundary() {
        Objects.requireNonNull(objects).releaseBoundary();
    }

    @Override
    public ObjectDirectory getObjectDatabase() {
        return objects == null ? super.getObjectDatabase() : objects;
    }

    /** What is received through it is brought to the disk bit by bit. */
    @Override
    public ObjectInserter newObjectInserter() {
        return new PacedInserter(
                super.newObjectInserter(), getObjectDatabase().getDirectory().toPath());
    }

    @Override
    protected void doClose() {
        // The library closes what getObjectDatabase answers, and has opened its own for the alternates.
        super.getObjectDatabase().close();
        super.doClose();
    }

    /** Whether the repository belongs to another user, whose settings must not decide what this process does. */
    public boolean isForeign() {
        return owner == RepositoryOwnership.RepositoryOwner.ALLOWED;
    }

    /** The settings that git would see in the repository. */
    public GitSettings settings() {
        return Objects.requireNonNull(settings);
    }

    @Override
    public FileBasedConfig getConfig() {
        FileBasedConfig config = super.getConfig();
        if (!config.getBoolean("reconciler", APPLIED, false)) {
            applySettings(config);
        }
        return config;
    }

    private void applySettings(FileBasedConfig config) {
        if (settings != null) {
            replaceSettings(config, settings);
            // Two names of one setting, of which the last one counts: the library knows no order of names.
            settings.valueOfBoth("core", "commentChar", "commentString")
                    .ifPresent(mark -> config.setString("core", null, "commentString", mark));
            config.setBoolean("reconciler", null, APPLIED, true);
        }
        config.setBoolean("core", null, "fsyncObjectFiles", true);
        // Refs are written by RefFiles. Left to the library are reflogs, and the refs of a first clone, which is
        // synced as a whole.
        config.setBoolean("core", null, "fsyncRefFiles", false);
        // Where native git has written a commit-graph file, the library walks histories without unpacking every commit.
        if (config.getString("core", null, "commitGraph") == null) {
            config.setBoolean("core", null, "commitGraph", true);
        }
        if (isForeign()) {
            config.setString("core", null, "hooksPath", NO_HOOKS);
        } else if (hooks != null) {
            config.setString("core", null, "hooksPath", hooks.toString());
        }
    }

    private static void replaceSettings(FileBasedConfig config, GitSettings settings) {
        try {
            config.fromText(settings.toText());
        } catch (ConfigInvalidException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * Does nothing. A garbage collection in the background would go on after the step, and leave its lock file where the
     * process ends before it does.
     */
    @Override
    public void autoGC(ProgressMonitor monitor) {}
}
