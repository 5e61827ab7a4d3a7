package dev.reconciler.git.watch;

import dev.reconciler.git.repository.RepositorySettings;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One watcher for the branches of all repositories of a host. It tells of each branch whose files have changed, whoever
 * changed them, within milliseconds where the file system reports changes, else at the next slow look.
 *
 * <p>A system allows few watchers and many watched folders: so there is one for all. What it reports is only a reason to
 * look: where reports were lost, every branch is looked at, and a folder that can't be watched is looked at more often.
 */
public final class BranchWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BranchWatch.class);

    /** Git moves a branch by several changes of files within a moment; the look comes after the last. */
    private static final Duration QUIET = Duration.ofMillis(3);

    /** A burst of commits is looked at by then, though it goes on. */
    private static final Duration LONGEST_BURST = Duration.ofMillis(50);

    private final List<WatchedBranch> branches;
    private final Consumer<RepositorySettings> listener;
    private final LookIntervals intervals;
    private final Map<Path, Set<WatchedBranch>> concerned = new HashMap<>();
    private final Map<Path, WatchKey> keys = new HashMap<>();
    private final @Nullable WatchService service;
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean isBlind;

    private BranchWatch(
            Collection<RepositorySettings> repositories,
            LookIntervals intervals,
            Consumer<RepositorySettings> listener) {
        this.branches = repositories.stream().map(WatchedBranch::new).toList();
        this.intervals = intervals;
        this.listener = listener;
        this.service = openService();
        this.thread = new Thread(this::watch, "branch-watch");
        thread.setDaemon(true);
    }

    /**
     * Starts to watch. What is there at the start is told as a change.
     *
     * @param listener told of each change by the thread of the watcher; it may not throw, and should not take long
     */
    public static BranchWatch start(
            Collection<RepositorySettings> repositories, Consumer<RepositorySettings> listener) {
        return start(repositories, LookIntervals.USUAL, listener);
    }

    static BranchWatch start(
            Collection<RepositorySettings> repositories,
            LookIntervals intervals,
            Consumer<RepositorySettings> listener) {
        BranchWatch watch = new BranchWatch(repositories, intervals, listener);
        watch.thread.start();
        return watch;
    }

    private @Nullable WatchService openService() {
        try {
            return FileSystems.getDefault().newWatchService();
        } catch (IOException | UnsupportedOperationException none) {
            LOG.warn(
                    "the system gives no watcher of files ({}); local commits are looked for every {} s; raise"
                            + " fs.inotify.max_user_instances",
                    none.getMessage(),
                    intervals.blind().toSeconds());
            isBlind = true;
            return null;
        }
    }

    private void watch() {
        long nextLook = System.nanoTime();
        while (!closed) {
            try {
                if (System.nanoTime() >= nextLook) {
                    lookAtAll();
                    nextLook = System.nanoTime() + interval().toNanos();
                }
                waitForChanges(Duration.ofNanos(Math.max(nextLook - System.nanoTime(), 0)));
            } catch (InterruptedException | ClosedWatchServiceException end) {
                return;
            } catch (RuntimeException | Error failed) {
                // The next look may succeed, and the watch must not end with one: the slow look comes first.
                LOG.debug("a look at the local branches failed", failed);
                nextLook = System.nanoTime() + intervals.blind().toNanos();
            }
        }
    }

    private Duration interval() {
        return isBlind ? intervals.blind() : intervals.slow();
    }

    // Folders come and go: a first clone, a branch with a slash, git's own cleaning of empty folders.
    private void lookAtAll() {
        for (WatchedBranch branch : branches) {
            watchFolders(branch);
            // After the folders are watched, or a change between the two would not be seen.
            tellIfChanged(branch);
        }
    }

    private void watchFolders(WatchedBranch branch) {
        try {
            for (Path folder : branch.folders()) {
                concerned.computeIfAbsent(folder, none -> new LinkedHashSet<>()).add(branch);
                watchFolder(folder);
            }
        } catch (IOException unreadable) {
            LOG.debug("{}: its folders can't be read", branch.settings().id(), unreadable);
        }
    }

    private void watchFolder(Path folder) {
        WatchKey known = keys.get(folder);
        if (service == null || (known != null && known.isValid())) {
            return;
        }
        try {
            keys.put(
                    folder,
                    folder.register(
                            service, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY));
        } catch (IOException refused) {
            keys.remove(folder);
            warnOnce(folder, refused);
        }
    }

    private void warnOnce(Path folder, IOException refused) {
        if (!isBlind) {
            LOG.warn(
                    "{} can't be watched ({}); local commits are looked for every {} s; raise"
                            + " fs.inotify.max_user_watches",
                    folder,
                    refused.getMessage(),
                    intervals.blind().toSeconds());
        }
        isBlind = true;
    }

    private void waitForChanges(Duration atMost) throws InterruptedException {
        if (service == null) {
            TimeUnit.NANOSECONDS.sleep(atMost.toNanos());
            return;
        }
        WatchKey key = service.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
        if (key == null) {
            return;
        }
        Set<WatchedBranch> touched = new LinkedHashSet<>();
        long end = System.nanoTime() + LONGEST_BURST.toNanos();
        while (key != null) {
            touched.addAll(takeEvents(key));
            key = System.nanoTime() < end ? service.poll(QUIET.toNanos(), TimeUnit.NANOSECONDS) : null;
        }
        touched.forEach(this::tellIfChanged);
    }

    private Collection<WatchedBranch> takeEvents(WatchKey key) {
        Set<WatchedBranch> touched = new LinkedHashSet<>();
        for (WatchEvent<?> event : key.pollEvents()) {
            boolean areLost = event.kind() == StandardWatchEventKinds.OVERFLOW;
            touched.addAll(areLost ? branches : findConcerned(key, event));
        }
        key.reset();
        // A new folder may be one of a branch with a slash.
        touched.forEach(this::watchFolders);
        return touched;
    }

    private Collection<WatchedBranch> findConcerned(WatchKey key, WatchEvent<?> event) {
        boolean isLockFile = String.valueOf(event.context()).endsWith(".lock");
        return isLockFile ? List.of() : concerned.getOrDefault((Path) key.watchable(), Set.of());
    }

    private void tellIfChanged(WatchedBranch branch) {
        try {
            if (branch.hasChanged()) {
                listener.accept(branch.settings());
            }
        } catch (IOException unreadable) {
            LOG.debug("{}: the branch can't be read", branch.settings().id(), unreadable);
        }
    }

    /** Whether the system refuses to report some changes, so that branches are looked at instead. */
    public boolean isBlind() {
        return isBlind;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        if (service != null) {
            try {
                service.close();
            } catch (IOException unlikely) {
                LOG.debug("the watcher of files was not closed", unlikely);
            }
        }
    }

    /**
     * How often all branches are looked at.
     *
     * @param slow where the system reports changes, since some file systems report none
     * @param blind where the system refuses to report some
     */
    record LookIntervals(Duration slow, Duration blind) {
        static final LookIntervals USUAL = new LookIntervals(Duration.ofSeconds(20), Duration.ofSeconds(2));
    }
}
