package dev.reconciler.git.settings;

import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.FS_POSIX;

/** The library's view of the file system, which also starts programs: {@link InheritedEnvironment} says in which environment. */
public final class GitFileSystem extends FS_POSIX {
    private static final GitFileSystem SHARED = new GitFileSystem();

    private GitFileSystem() {}

    /** The view for this process. */
    public static FS shared() {
        // On Windows the library has a view of its own.
        return FS.DETECTED instanceof FS_POSIX ? SHARED : FS.DETECTED;
    }

    @Override
    public ProcessBuilder runInShell(String cmd, String[] args) {
        ProcessBuilder builder = super.runInShell(cmd, args);
        InheritedEnvironment.prepareChild(builder.environment());
        return builder;
    }
}
