package dev.reconciler.git.remote.transport;

import dev.reconciler.thread.ChildProgram;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;

/**
 * A process and those that it has started, which end together. JGit asks a process for its status as soon as its output
 * has ended, which may be an instant before the process has.
 */
final class ProcessTree extends Process {
    private static final long PATIENCE_SECONDS = 5;

    private final ChildProgram program;
    private final Process process;

    ProcessTree(ChildProgram program) {
        this.program = program;
        this.process = program.process();
    }

    @Override
    public OutputStream getOutputStream() {
        return process.getOutputStream();
    }

    @Override
    public InputStream getInputStream() {
        return process.getInputStream();
    }

    @Override
    public InputStream getErrorStream() {
        return process.getErrorStream();
    }

    /** The end of the session's {@link Deadline} interrupts the wait, and so ends the process. */
    @Override
    public int waitFor() throws InterruptedException {
        try {
            return process.waitFor();
        } catch (InterruptedException stopped) {
            program.end();
            throw stopped;
        }
    }

    @Override
    public int exitValue() {
        try {
            // Afterwards there is a status, or the process itself says that there is none.
            process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return process.exitValue();
    }

    @Override
    public void destroy() {
        if (process.isAlive()) {
            program.end();
        }
    }
}
