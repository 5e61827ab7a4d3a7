package dev.reconciler.worker.power;

import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.worker.Assembly;
import dev.reconciler.worker.Program;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.reader.ConfigurationReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.eclipse.jgit.storage.file.WindowCacheConfig;

/**
 * How a run ended that nothing has cut.
 *
 * @param isSettled whether both sides agree, as the run says
 * @param text what it says
 */
public record RunEnd(boolean isSettled, String text) {
    /** A run that finds the remote's lock file taken by a killed push has to fail within a test's patience. */
    static final String RETRY_FOR = "30s";

    /** Held by a run for reading, and by what closes the files of all that were read. */
    private static final ReadWriteLock OPEN_FILES = new ReentrantReadWriteLock(true);

    private static final Set<Outcome> UNSETTLED = EnumSet.of(Outcome.FETCH_FAILED, Outcome.PUSH_FAILED);

    static RunEnd of(Program.Finished run) {
        return new RunEnd(run.status() == 0 || run.status() == 4, run.toString());
    }

    /** Runs in this process, which takes a tenth of the time of one of its own: an end for each repository. */
    public static Map<String, RunEnd> runHere(Path configurationFile) {
        Configuration configuration = ConfigurationReader.ofThisProcess().read(configurationFile);
        Map<String, RunEnd> ends = new ConcurrentHashMap<>();
        OPEN_FILES.readLock().lock();
        try {
            new Assembly()
                    .reconciliation()
                    .run(
                            configuration,
                            Duration.parse("PT" + RETRY_FOR),
                            false,
                            result -> ends.put(result.repository().value(), of(result)));
        } finally {
            OPEN_FILES.readLock().unlock();
        }
        closePacks();
        return ends;
    }

    /**
     * JGit keeps files of packs open that it has read, and an open file keeps a disk from being unmounted. What another run
     * reads while JGit's cache is being replaced may stay open until the collector finds it, so none may run.
     */
    private static void closePacks() {
        OPEN_FILES.writeLock().lock();
        try {
            new WindowCacheConfig().install();
        } finally {
            OPEN_FILES.writeLock().unlock();
        }
    }

    private static RunEnd of(ReconcileResult end) {
        return new RunEnd(end.error() == null && !UNSETTLED.contains(end.outcome()), end.toString());
    }
}
