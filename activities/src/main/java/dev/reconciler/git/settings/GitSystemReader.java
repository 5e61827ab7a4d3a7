package dev.reconciler.git.settings;

import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jgit.internal.JGitText;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * What the library sees of the system: no files of settings of its own, and a home directory only where git sees one.
 *
 * <p>By itself the library reads the settings of the system and the user, but not as git does; they come with each
 * repository's own ({@link GitSettings}). It writes a file of its own below the home directory that the system's list of
 * users has, which is a folder named {@code ?} for a user who is not in the list. And at the first use of a file system
 * it tries for seconds how fine the clock of that is, with files in the repository.
 */
public final class GitSystemReader extends SystemReader.Delegate {
    private static final String HOME = "user.home";

    // As coarse as the clocks of file systems of today. Where one is coarser still, a file that was replaced is another
    // one to the library by its number.
    private static final String CLOCK_STEP = "20 milliseconds";

    private final Map<String, String> environment;

    GitSystemReader(SystemReader library, Map<String, String> environment) {
        super(library);
        this.environment = environment;
    }

    /** Makes the library see the system so, for the life of this process; to be called before it is used. */
    public static synchronized void install() {
        if (!(SystemReader.getInstance() instanceof GitSystemReader)) {
            SystemReader.setInstance(new GitSystemReader(SystemReader.getInstance(), System.getenv()));
            Config.setTypedConfigGetter(new LibraryValues());
            Path home = new UserFolders(System.getenv()).findInHome("").orElse(null);
            FS.DETECTED.setUserHome(home == null ? null : home.toFile());
        }
    }

    /**
     * Has the library do now what it does once in a process: ask the system's git which settings it was built with, and
     * read the texts of its messages. A tenth of a second that the first look at a repository waits for otherwise.
     */
    public static void prepareLibrary() {
        install();
        FS.DETECTED.getGitSystemConfig();
        JGitText.get();
    }

    @Override
    public @Nullable String getProperty(String key) {
        if (!key.equals(HOME)) {
            return super.getProperty(key);
        }
        return new UserFolders(environment).findInHome("").map(Object::toString).orElse(null);
    }

    @Override
    public FileBasedConfig openSystemConfig(@Nullable Config parent, FS fs) {
        return new NoFile(parent, fs);
    }

    @Override
    public FileBasedConfig openUserConfig(@Nullable Config parent, FS fs) {
        return new NoFile(parent, fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(@Nullable Config parent, FS fs) {
        return new NoFile(parent, fs);
    }

    /** Settings that are in no file, and answer how fine a clock is. */
    private static final class NoFile extends FileBasedConfig {
        NoFile(@Nullable Config parent, FS fs) {
            super(parent, null, fs);
        }

        @Override
        public @Nullable String getString(String section, @Nullable String subsection, String name) {
            return section.equals("filesystem") && name.equals("timestampResolution")
                    ? CLOCK_STEP
                    : super.getString(section, subsection, name);
        }

        @Override
        public void load() {}

        @Override
        public void save() {}

        @Override
        public boolean isOutdated() {
            return false;
        }
    }
}
