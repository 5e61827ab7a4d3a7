package dev.reconciler.git.clone;

import dev.reconciler.git.DataRepository;
import dev.reconciler.git.GitDirectory;
import dev.reconciler.git.Memory;
import dev.reconciler.git.RefusedException;
import dev.reconciler.git.RepositoryLock;
import dev.reconciler.git.RepositorySettings;
import dev.reconciler.git.remote.Deadline;
import dev.reconciler.git.remote.Remote;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;

/**
 * A clone where there is none: made whole in a folder of ours, then moved into place.
 *
 * <p>The folder is beside the path and takes its name by one rename. Where the path exists already, as an empty mount
 * point does, the folder is inside it, and the clone is moved out of it entry by entry, HEAD or {@code .git} last: as
 * long as the folder is there, there is no clone yet, and the next run takes over.
 */
public final class FirstClone {
    private final RepositorySettings settings;
    private final Remote remote;
    private final boolean tellsApplication;

    /**
     * A clone for those settings from that remote.
     *
     * @param tellsApplication whether the application has to be told of it
     */
    public FirstClone(RepositorySettings settings, Remote remote, boolean tellsApplication) {
        this.settings = settings;
        this.remote = remote;
        this.tellsApplication = tellsApplication;
    }

    /**
     * Makes the clone, with its full history.
     *
     * @return the branch's commit
     */
    public ObjectId make(Deadline deadline) throws IOException {
        // A branch or remote that is not there is found out before anything is made.
        remote.peek(deadline);
        return Files.isDirectory(settings.path()) ? inPlace(deadline) : beside(deadline);
    }

    /** Removes what a run that was killed at its very end left beside or in a clone that is in its place. */
    public static void sweep(RepositorySettings settings) throws IOException {
        for (Path stage : List.of(GitDirectory.stageIn(settings.path()), stageBeside(settings.path()))) {
            if (Files.exists(stage)) {
                try (RepositoryLock lock = RepositoryLock.acquire(stage, List.of())) {
                    delete(stage);
                }
            }
        }
    }

    private ObjectId beside(Deadline deadline) throws IOException {
        Path stage = stageBeside(settings.path());
        Path gitDir = gitDir(stage);
        Files.createDirectories(gitDir);
        try (RepositoryLock lock = RepositoryLock.acquire(gitDir, List.of())) {
            Optional<ObjectId> other = tip();
            if (other.isPresent()) {
                delete(stage);
                return other.get();
            }
            fill(stage, stage, gitDir, gitDir.resolve(GitDirectory.WHOLE), deadline);
            Files.move(stage, settings.path(), StandardCopyOption.ATOMIC_MOVE);
            // The mark and the note of the lock, which is still held, have moved along.
            Path moved = gitDir(settings.path());
            Files.deleteIfExists(moved.resolve(GitDirectory.WHOLE));
            Files.deleteIfExists(moved.resolve(RepositoryLock.NOTE));
            return settled();
        }
    }

    private ObjectId inPlace(Deadline deadline) throws IOException {
        Path stage = GitDirectory.stageIn(settings.path());
        Path clone = stage.resolve("clone");
        Path whole = stage.resolve(GitDirectory.WHOLE);
        Files.createDirectories(stage);
        try (RepositoryLock lock = RepositoryLock.acquire(stage, List.of())) {
            if (tip().isEmpty()) {
                fill(stage, clone, gitDir(clone), whole, deadline);
                moveEntries(clone);
            }
            delete(stage);
            return settled();
        }
    }

    /** Makes the clone in a folder, unless a run that was killed had made it whole. */
    private void fill(Path stage, Path clone, Path gitDir, Path whole, Deadline deadline) throws IOException {
        if (Files.exists(whole)) {
            return;
        }
        try {
            clear(clone, gitDir);
            Files.createDirectories(gitDir);
            new CloneStage(settings, remote, gitDir).fill(deadline, tellsApplication);
            Files.createFile(whole);
        } catch (IOException | RuntimeException failed) {
            delete(stage);
            throw failed;
        }
    }

    private Path gitDir(Path clone) {
        return settings.bare() ? clone : clone.resolve(".git");
    }

    private String last() {
        return settings.bare() ? "HEAD" : ".git";
    }

    private static Path stageBeside(Path path) throws IOException {
        Path parent = path.getParent();
        if (parent == null) {
            throw new RefusedException(ErrorType.CONFIGURATION, "path: '" + path + "' (expected: a folder below /)");
        }
        Files.createDirectories(parent);
        return parent.resolve("." + path.getFileName() + GitDirectory.STAGE);
    }

    private Optional<ObjectId> tip() throws IOException {
        Optional<DataRepository> there = DataRepository.open(settings);
        if (there.isEmpty()) {
            return Optional.empty();
        }
        try (DataRepository clone = there.get()) {
            return Optional.of(clone.local());
        }
    }

    /** Removes what a run that was killed left of a clone, but for the lock that is held. */
    private static void clear(Path clone, Path gitDir) throws IOException {
        Path lock = gitDir.resolve(RepositoryLock.FILE);
        delete(clone, path -> !lock.startsWith(path));
    }

    private static void delete(Path stage) throws IOException {
        delete(stage, path -> true);
    }

    private static void delete(Path folder, Predicate<Path> isOurs) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path :
                    all.filter(isOurs).sorted(Comparator.reverseOrder()).collect(Collectors.toList())) {
                Files.delete(path);
            }
        }
    }

    /** What a killed run had moved already is no longer there. */
    private void moveEntries(Path clone) throws IOException {
        if (!Files.exists(clone)) {
            return;
        }
        for (Path entry : entries(clone)) {
            if (!entry.getFileName().toString().equals(last())) {
                moveEntry(entry);
            }
        }
        Path end = clone.resolve(last());
        if (Files.exists(end)) {
            moveEntry(end);
        }
    }

    private void moveEntry(Path entry) throws IOException {
        Files.move(entry, settings.path().resolve(entry.getFileName()), StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<Path> entries(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.collect(Collectors.toList());
        }
    }

    private ObjectId settled() throws IOException {
        try (DataRepository clone = DataRepository.open(settings).orElseThrow()) {
            ObjectId tip = clone.local();
            new Memory(clone).settle(tip);
            return tip;
        }
    }
}
