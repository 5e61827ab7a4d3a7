package dev.reconciler.worker.lease;

import dev.reconciler.git.error.GitException;
import dev.reconciler.git.lease.GivenLease;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.git.settings.InheritedEnvironment;
import dev.reconciler.thread.Sleeper;
import dev.reconciler.thread.StartedPrograms;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One run of a program while a repository's branch, index and files stay as they are. The lease is renewed for as long as
 * the program runs, an hour at most.
 *
 * <p>Where the lease is lost, the program is ended before the lease's end, with all that it has started.
 */
public final class ProgramUnderLease implements AutoCloseable {
    /** The status where no lease was had in time; that of {@code sysexits.h} for "try again later". */
    public static final int NO_LEASE = 75;

    /** The status where the lease was lost. */
    public static final int LEASE_LOST = 76;

    /** The status of shells where a program can't be started. */
    public static final int NOT_STARTED = 127;

    private static final String FENCE = "RECONCILER_FENCE";
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    /** A program that is asked to end gets a second for it. */
    private static final Duration TIME_TO_END = Duration.ofSeconds(2);

    private final LeaseOnDisk leases;
    private final StartedPrograms programs = new StartedPrograms();
    private @Nullable GivenLease lease;
    private @Nullable Process process;
    private boolean isClosed;

    /**
     * A run under a lease of this process's user.
     *
     * @param ttl for how long the lease is taken and renewed
     */
    public ProgramUnderLease(RepositorySettings settings, Duration ttl) {
        String holder = System.getProperty("user.name") + ", process "
                + ProcessHandle.current().pid();
        this.leases = new LeaseOnDisk(settings, holder, ttl);
    }

    /**
     * Waits for a lease, and runs the program to its end, with this process's streams and environment and the number of
     * the lease in {@code RECONCILER_FENCE}.
     *
     * @param output where the program's standard output goes; null: to this process's
     * @throws dev.reconciler.git.error.RefusedException if there is no repository, or none that may be opened
     * @throws IOException if the disk refuses
     */
    public LeasedEnd run(Duration wait, List<String> command, @Nullable OutputStream output) throws IOException {
        LeaseOnDisk.TakenLease taken = awaitLease(wait);
        if (taken.lease().isEmpty()) {
            return new LeasedEnd(NO_LEASE, null, "no lease: " + taken.reason());
        }
        long fence = taken.lease().get().fence();
        Process started;
        try {
            started = start(command, fence, output == null ? Redirect.INHERIT : Redirect.PIPE);
        } catch (IOException impossible) {
            close();
            return new LeasedEnd(NOT_STARTED, fence, String.valueOf(impossible.getMessage()));
        }
        CopiedOutput copied = output == null ? null : CopiedOutput.begin(started, output);
        // One whose lease has ended in its last moments may have written without it.
        boolean isWhole = awaitEnd(started) && releaseLease();
        if (!isWhole) {
            close();
        }
        if (copied != null) {
            copied.awaitRest();
        }
        return isWhole
                ? new LeasedEnd(started.exitValue(), fence, null)
                : new LeasedEnd(LEASE_LOST, fence, "lease " + fence + " was lost, and the command is ended");
    }

    private LeaseOnDisk.TakenLease awaitLease(Duration wait) throws IOException {
        long end = System.nanoTime() + wait.toNanos();
        while (true) {
            LeaseOnDisk.TakenLease taken = takeLease();
            boolean isOver = System.nanoTime() + BETWEEN_LOOKS.toNanos() > end;
            if (taken.lease().isPresent() || isOver || !Sleeper.OF_THE_THREAD.sleep(BETWEEN_LOOKS)) {
                return taken;
            }
        }
    }

    private synchronized LeaseOnDisk.TakenLease takeLease() throws IOException {
        if (isClosed) {
            return new LeaseOnDisk.TakenLease(Optional.empty(), "the wait was ended");
        }
        LeaseOnDisk.TakenLease taken = leases.take();
        lease = taken.lease().orElse(null);
        return taken;
    }

    private synchronized Process start(List<String> command, long fence, Redirect output) throws IOException {
        if (isClosed) {
            throw new IOException("the command was ended before it began");
        }
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO().redirectOutput(output);
        builder.environment().put(FENCE, Long.toString(fence));
        // The command is the person's own, so it has their environment, and their locale.
        InheritedEnvironment.restoreLocale(builder.environment());
        programs.markStarted(builder.environment());
        Process started = builder.start();
        process = started;
        return started;
    }

    /** @return false if the lease can't be held for as long as the program runs */
    private boolean awaitEnd(Process started) {
        try {
            while (!started.waitFor(chooseWait().toMillis(), TimeUnit.MILLISECONDS)) {
                if (!renewLease()) {
                    return false;
                }
            }
            return true;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized Duration chooseWait() {
        Duration third = leases.ttl().dividedBy(3);
        Duration left = lease == null ? third : Duration.between(Instant.now(), latestEnd(lease));
        Duration wait = left.compareTo(third) < 0 ? left : third;
        return wait.compareTo(BETWEEN_LOOKS) < 0 ? BETWEEN_LOOKS : wait;
    }

    private Instant latestEnd(GivenLease held) {
        Duration quarter = leases.ttl().dividedBy(4);
        return held.expiresAt().minus(quarter.compareTo(TIME_TO_END) < 0 ? quarter : TIME_TO_END);
    }

    /** @return false if the program has to be ended */
    private synchronized boolean renewLease() {
        GivenLease held = lease;
        if (held == null) {
            // Closed: what closes it ends the program too.
            return true;
        }
        try {
            Optional<GivenLease> renewed = leases.renew(held);
            if (renewed.isEmpty()) {
                return false;
            }
            held = renewed.get();
            lease = held;
        } catch (IOException | GitException refused) {
            // The lease counts until its end, and there may be time for another try.
        }
        return Instant.now().isBefore(latestEnd(held));
    }

    /** @return false if the lease had ended before */
    private synchronized boolean releaseLease() {
        GivenLease held = lease;
        lease = null;
        try {
            return held == null || leases.release(held);
        } catch (IOException | GitException refused) {
            // The lease ends by itself.
            return true;
        }
    }

    private void endProgram() {
        Process started = process;
        if (started == null) {
            return;
        }
        List<ProcessHandle> tree = new ArrayList<>(started.descendants().toList());
        tree.add(started.toHandle());
        programs.endWith(tree);
    }

    /** Ends the program where it still runs, and releases the lease: what a signal does. */
    @Override
    public synchronized void close() {
        isClosed = true;
        endProgram();
        releaseLease();
    }
}
