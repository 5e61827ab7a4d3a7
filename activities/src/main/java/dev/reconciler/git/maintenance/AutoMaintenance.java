package dev.reconciler.git.maintenance;

import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.settings.InheritedEnvironment;
import dev.reconciler.git.settings.InstalledGit;
import dev.reconciler.git.state.NoteFile;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
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
 * index of another work tree. Where there is none, nothing is done. A process lets one repository be packed at a time; the
 * others are asked for again by their next fetch.
 */
public final class AutoMaintenance {
    /** Of one repository: what fails, fails again, and reads the whole repository each time. */
    private static final Duration PAUSE = Duration.ofHours(1);

    private static final String NOTE = "maintenance";
    private static final AtomicBoolean IS_RUNNING = new AtomicBoolean();
    private static final Logger LOG = LoggerFactory.getLogger(AutoMaintenance.class);

    private AutoMaintenance() {}

    /**
     * Starts git where the repository's settings say that it is time, and does not wait for it. Fails nothing.
     *
     * @return the end of the program that was started; it goes on where this process ends
     */
    public static Optional<CompletableFuture<Void>> startIfDue(DataRepository repository) {
        try {
            if (!repository.runsPrograms() || !isSwitchedOn(repository) || !ObjectCounts.areMany(repository)) {
                return Optional.empty();
            }
            Optional<Path> program = InstalledGit.find(System.getenv());
            return program.isPresent() && IS_RUNNING.compareAndSet(false, true)
                    ? startUnlessRecent(program.get(), repository)
                    : Optional.empty();
        } catch (IOException | RuntimeException unknown) {
            LOG.debug(
                    "{}: not looked whether it is to be packed",
                    repository.settings().id(),
                    unknown);
            return Optional.empty();
        }
    }

    private static boolean isSwitchedOn(DataRepository repository) {
        Config settings = repository.git().getConfig();
        return settings.getBoolean("maintenance", "auto", true)
                && settings.getBoolean("maintenance", "gc", "enabled", true);
    }

    private static Optional<CompletableFuture<Void>> startUnlessRecent(Path program, DataRepository repository)
            throws IOException {
        Optional<CompletableFuture<Void>> started = Optional.empty();
        try {
            started = takeTurn(repository) ? Optional.of(start(program, repository)) : started;
            return started;
        } finally {
            if (started.isEmpty()) {
                IS_RUNNING.set(false);
            }
        }
    }

    private static boolean takeTurn(DataRepository repository) throws IOException {
        NoteFile note = NoteFile.ofRepository(repository, NOTE);
        Instant now = Instant.now();
        if (note.read().filter(begun -> isWithinPause(begun, now)).isPresent()) {
            return false;
        }
        note.replaceBy(note.writeBeside(now.toString()));
        return true;
    }

    // A time that is to come was written by a clock that has been set back since.
    private static boolean isWithinPause(String begun, Instant now) {
        try {
            Duration ago = Duration.between(Instant.parse(begun.strip()), now);
            return !ago.isNegative() && ago.compareTo(PAUSE) < 0;
        } catch (DateTimeException unreadable) {
            return false;
        }
    }

    private static CompletableFuture<Void> start(Path program, DataRepository repository) throws IOException {
        // Not in git's own background, where nobody sees its end: so many would run at once as repositories are due.
        ProcessBuilder builder = InheritedEnvironment.newChild(
                        program.toString(),
                        "-c",
                        "gc.autoDetach=false",
                        "-c",
                        "maintenance.autoDetach=false",
                        "gc",
                        "--auto",
                        "--quiet")
                .directory(repository.directory().commonDir().toFile())
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD);
        builder.environment().put("GIT_DIR", repository.directory().gitDir().toString());
        Process git = builder.start();
        git.getOutputStream().close();
        String id = repository.settings().id().value();
        LOG.info("{}: many packs or loose objects; git packs them anew (git gc --auto)", id);
        return git.onExit().thenAccept(ended -> recordEnd(id, ended.exitValue()));
    }

    private static void recordEnd(String id, int status) {
        IS_RUNNING.set(false);
        if (status != 0) {
            LOG.warn("{}: git gc --auto ended with {}; run it there by hand to see why", id, status);
        }
    }
}
