package dev.reconciler.thread;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A program that this process has started, and all that it has started in its turn. They end together where the program
 * takes too long, or where the thread that waits for it is interrupted: an activity that is cancelled, or whose time is
 * over, leaves none behind. What a program leaves behind that has ended by itself goes on, as after one of git's.
 *
 * <p>Each has a variable of its own in its environment, by which {@link MarkedPrograms} finds also one whose parent has ended. A daemon goes on: a program that leads a session of its own, as an agent for keys does that signing has
 * woken.
 */
public final class ChildProgram {
    private static final String VARIABLE = "RECONCILER_PROGRAM";
    private static final int LOOK_MS = 20;
    private static final int BUFFER = 8192;

    /** What a program says beyond this is read and dropped. */
    private static final int LONGEST = 1 << 20;

    /** Programs that start others while they are ended are looked for again. */
    private static final int LOOKS = 3;

    private final Process process;
    private final String mark;

    private ChildProgram(Process process, String mark) {
        this.process = process;
        this.mark = mark;
    }

    /**
     * Starts a program.
     *
     * @throws IOException as {@link ProcessBuilder#start()} does
     */
    public static ChildProgram start(ProcessBuilder builder) throws IOException {
        String mark = UUID.randomUUID().toString();
        builder.environment().put(VARIABLE, mark);
        return new ChildProgram(builder.start(), mark);
    }

    /** The program itself. */
    public Process process() {
        return process;
    }

    /**
     * Waits for the end of the program, which is made to end where it takes longer.
     *
     * @param what what the program does, for the message
     * @return whether it has ended by itself
     * @throws InterruptedIOException if the thread is interrupted meanwhile; the program has been ended then
     */
    public boolean awaitEnd(Duration limit, String what) throws InterruptedIOException {
        boolean hasEnded = false;
        try {
            hasEnded = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            return hasEnded;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(what + " was interrupted");
        } finally {
            if (!hasEnded) {
                end();
            }
        }
    }

    /**
     * Feeds the program, hands on the first MiB of what it says and of what it complains of, and waits for its end. The end
     * of its output is not waited for: a program that it has left behind may hold that open for as long as it runs.
     *
     * @param input all that the program reads; no more than a pipe holds, since a program may read nothing of it
     * @return the program's status
     * @throws InterruptedException if the thread is interrupted meanwhile; the program has been ended then
     */
    public int converse(byte[] input, OutputStream output, OutputStream errors)
            throws IOException, InterruptedException {
        boolean hasEnded = false;
        try (InputStream said = process.getInputStream();
                InputStream complained = process.getErrorStream()) {
            feed(input);
            int saidBytes = 0;
            int complainedBytes = 0;
            while (!hasEnded) {
                hasEnded = process.waitFor(LOOK_MS, TimeUnit.MILLISECONDS);
                saidBytes += copyAvailable(said, output, LONGEST - saidBytes);
                complainedBytes += copyAvailable(complained, errors, LONGEST - complainedBytes);
            }
            return process.exitValue();
        } finally {
            if (!hasEnded) {
                end();
            }
        }
    }

    private void feed(byte[] input) {
        try (OutputStream to = process.getOutputStream()) {
            to.write(input);
        } catch (IOException unread) {
            // The program has ended, or closed its input, without reading it.
        }
    }

    // A read that waits for more could not be interrupted.
    private static int copyAvailable(InputStream from, OutputStream to, int atMost) throws IOException {
        byte[] buffer = new byte[BUFFER];
        int copied = 0;
        // A program that says more without end must not keep the thread here.
        for (int looks = 0; looks < LONGEST / BUFFER && from.available() > 0; looks++) {
            int length = Math.min(from.read(buffer), atMost - copied);
            to.write(buffer, 0, Math.max(length, 0));
            copied += Math.max(length, 0);
        }
        return copied;
    }

    /** Ends the program and all that it has started: asks them first, and kills them a second later. */
    public void end() {
        List<ProcessHandle> left = find();
        for (int looks = 0; looks < LOOKS && !left.isEmpty(); looks++) {
            left.forEach(ProcessHandle::destroy);
            MarkedPrograms.awaitEnds(left);
            left.forEach(ProcessHandle::destroyForcibly);
            MarkedPrograms.awaitEnds(left);
            left = find();
        }
    }

    // Those that it has started first: once their parent is gone, only their variable tells whose they are.
    private List<ProcessHandle> find() {
        Set<ProcessHandle> found = new LinkedHashSet<>(process.descendants().toList());
        MarkedPrograms.find(VARIABLE, mark).stream()
                .filter(program -> !MarkedPrograms.leadsSession(program))
                .forEach(found::add);
        if (process.isAlive()) {
            found.add(process.toHandle());
        }
        return List.copyOf(found);
    }
}
