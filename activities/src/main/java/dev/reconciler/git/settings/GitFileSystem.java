package dev.reconciler.git.settings;

import dev.reconciler.thread.ChildProgram;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.FS_POSIX;
import org.jspecify.annotations.Nullable;

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

    /**
     * Runs a program to its end, such as a hook. The library's own way waits two minutes for the end of its output, which a
     * program may hold open that the hook has left in the background, and keeps threads that the end of this process
     * would wait for.
     */
    @Override
    public int runProcess(
            ProcessBuilder builder,
            @Nullable OutputStream output,
            @Nullable OutputStream errors,
            @Nullable InputStream input)
            throws IOException, InterruptedException {
        byte[] read = input == null ? new byte[0] : input.readAllBytes();
        OutputStream nowhere = OutputStream.nullOutputStream();
        return ChildProgram.start(builder)
                .converse(
                        read, Objects.requireNonNullElse(output, nowhere), Objects.requireNonNullElse(errors, nowhere));
    }
}
