package dev.reconciler.git.maintenance;

import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.git.settings.InheritedEnvironment;
import dev.reconciler.git.settings.InstalledGit;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.thread.ChildProgram;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.eclipse.jgit.lib.Config;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has git pack a repository anew where it holds many packs or loose objects, as {@code git fetch} does at its end.
 *
 * <p>Each fetch and each replay adds a pack, and an application that commits by git's plumbing or a library adds loose
 * objects. Nobody else would ever pack them: after some months a look for one object would go through thousands of packs.
 *
 * <p>It is done by {@code git gc --auto} of the installed git, which knows whatever may hold on to an object, such as the
 * index of another work tree. Where there is none, nothing is done. One repository is packed at a time, beside the runs. It
 * takes a process that stays: a git that is killed leaves half a pack, which only a later one removes.
 */
public final class AutoMaintenance implements AutoCloseable {
    private static final Duration BETWEEN_LOOKS = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofHours(6);
    private static final long END_SECONDS = 5;
    private static final Logger LOG = LoggerFactory.getLogger(AutoMaintenance.class);

    private final ExecutorService thread;
    private final LongSupplier nanos;
    private final Map<RepositoryId, Long> looked = new ConcurrentHashMap<>();

    /** What fails, fails again, reads the whole repository each time, and may leave half a pack behind. */
    private final Set<RepositoryId> failed = ConcurrentHashMap.newKeySet();

    /** Begins without a repository. */
    public AutoMaintenance() {
        this(System::nanoTime);
    }

    AutoMaintenance(LongSupplier nanos) {
        this.nanos = nanos;
        this.thread = Executors.newSingleThreadExecutor(work -> {
            Thread made = new Thread(work, "maintenance");
            made.setDaemon(true);
            return made;
        });
    }

    /**
     * Looks at a repository, unless it was looked at within the last hour or could not be packed before, and has it packed
     * where its settings say that it is time. Does not wait for that, and fails nothing.
     *
     * @return whether it has been packed
     */
    public CompletableFuture<Boolean> lookAt(RepositorySettings settings) {
        if (!takeTurn(settings.id())) {
            return CompletableFuture.completedFuture(false);
        }
        try {
            return CompletableFuture.supplyAsync(() -> packIfDue(settings), thread);
        } catch (RejectedExecutionException closed) {
            return CompletableFuture.completedFuture(false);
        }
    }

    private boolean takeTurn(RepositoryId id) {
        long now = nanos.getAsLong();
        Long before = looked.get(id);
        if (failed.contains(id) || (before != null && now - before < BETWEEN_LOOKS.toNanos())) {
            return false;
        }
        looked.put(id, now);
        return true;
    }

    private boolean packIfDue(RepositorySettings settings) {
        try {
            Optional<DataRepository> there = DataRepository.open(settings);
            if (there.isEmpty()) {
                return false;
            }
            try (DataRepository repository = there.get()) {
                Optional<Path> git = InstalledGit.find(System.getenv());
                return git.isPresent() && isDue(repository) && pack(git.get(), repository);
            }
        } catch (IOException | RuntimeException unknown) {
            LOG.debug("{}: not looked whether it is to be packed", settings.id(), unknown);
            return false;
        }
    }

    private static boolean isDue(DataRepository repository) throws IOException {
        Config settings = repository.git().getConfig();
        return repository.runsPrograms()
                && settings.getBoolean("maintenance", "auto", true)
                && settings.getBoolean("maintenance", "gc", "enabled", true)
                && ObjectCounts.areMany(repository)
                && ObjectCounts.haveRoom(repository);
    }

    private boolean pack(Path git, DataRepository repository) throws IOException {
        RepositoryId id = repository.settings().id();
        LOG.info("{}: many packs or loose objects; git packs them anew (git gc --auto)", id);
        ChildProgram program = ChildProgram.start(newProgram(git, repository));
        program.process().getOutputStream().close();
        boolean hasEnded = program.awaitEnd(LONGEST, "git gc --auto");
        if (hasEnded && program.process().exitValue() == 0) {
            return true;
        }
        failed.add(id);
        LOG.warn(
                "{}: git gc --auto {}; it is not tried again before the next start of the worker. Run it there by hand to"
                        + " see why, and git prune afterwards",
                id,
                hasEnded ? "ended with " + program.process().exitValue() : "took too long");
        return false;
    }

    private static ProcessBuilder newProgram(Path git, DataRepository repository) {
        // Not in git's own background, where nobody sees its end: so many would run at once as repositories are
        // due. The hook before it is git's alone, and no run asks the clone's hooks but the one before a push.
        ProcessBuilder builder = InheritedEnvironment.newChild(
                        git.toString(),
                        "-c",
                        "gc.autoDetach=false",
                        "-c",
                        "maintenance.autoDetach=false",
                        "-c",
                        "core.hooksPath=/dev/null",
                        "gc",
                        "--auto",
                        "--quiet")
                .directory(repository.directory().commonDir().toFile())
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD);
        builder.environment().put("GIT_DIR", repository.directory().gitDir().toString());
        return builder;
    }

    /** Ends a git that is at work, which removes what it has half done, and starts none any more. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("a git gc --auto is still at work");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
