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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;

/**
 * A clone where there is none: made whole in a folder of ours beside the path, then moved into place by one rename.
 *
 * <p>Where the path exists already, as an empty mount point does, the folder is inside it, and what it holds is moved out
 * entry by entry, HEAD or {@code .git} last. As long as the folder is there, there is no clone yet, and the next run
 * takes over.
 */
public final class FirstClone {
    private final RepositorySettings settings;
    private final Remote remote;

    /** A clone for those settings from that remote. */
    public FirstClone(RepositorySettings settings, Remote remote) {
        this.settings = settings;
        this.remote = remote;
    }

    /**
     * Makes the clone, with its full history.
     *
     * @return the branch's commit
     */
    public ObjectId make(Deadline deadline) throws IOException {
        // A branch or remote that is not there is found out before anything is made.
        remote.peek(deadline);
        boolean isInPlace = Files.isDirectory(settings.path());
        Path stage = isInPlace ? GitDirectory.stageIn(settings.path()) : beside(settings.path());
        Path gitDir = settings.bare() ? stage : stage.resolve(".git");
        Files.createDirectories(gitDir);
        try (RepositoryLock lock = RepositoryLock.acquire(gitDir, List.of())) {
            Optional<ObjectId> other = madeByAnother();
            if (other.isPresent()) {
                return other.get();
            }
            return make(stage, gitDir, isInPlace, deadline);
        }
    }

    private ObjectId make(Path stage, Path gitDir, boolean isInPlace, Deadline deadline) throws IOException {
        Path whole = gitDir.resolve(GitDirectory.WHOLE);
        try {
            if (!Files.exists(whole)) {
                clear(stage, gitDir);
                new CloneStage(settings, remote, gitDir).fill(deadline);
                Files.createDirectories(whole.resolveSibling(".").normalize());
                Files.createFile(whole);
            }
            moveIntoPlace(stage, gitDir, isInPlace);
        } catch (IOException | RuntimeException failed) {
            if (!Files.exists(whole)) {
                delete(stage);
            }
            throw failed;
        }
        return settle();
    }

    private static Path beside(Path path) throws IOException {
        Path parent = path.getParent();
        if (parent == null) {
            throw new RefusedException(ErrorType.CONFIGURATION, "path: '" + path + "' (expected: a folder below /)");
        }
        Files.createDirectories(parent);
        return parent.resolve("." + path.getFileName() + GitDirectory.STAGE);
    }

    private Optional<ObjectId> madeByAnother() throws IOException {
        Optional<DataRepository> there = DataRepository.open(settings);
        if (there.isEmpty()) {
            return Optional.empty();
        }
        try (DataRepository clone = there.get()) {
            return Optional.of(clone.local());
        }
    }

    private static void clear(Path stage, Path gitDir) throws IOException {
        Path lock = gitDir.resolve(RepositoryLock.FILE);
        try (Stream<Path> all = Files.walk(stage)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).collect(Collectors.toList())) {
                if (!lock.startsWith(path)) {
                    Files.delete(path);
                }
            }
        }
    }

    private static void delete(Path stage) throws IOException {
        if (!Files.exists(stage)) {
            return;
        }
        try (Stream<Path> all = Files.walk(stage)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).collect(Collectors.toList())) {
                Files.delete(path);
            }
        }
    }

    private void moveIntoPlace(Path stage, Path gitDir, boolean isInPlace) throws IOException {
        if (!isInPlace) {
            Files.move(stage, settings.path(), StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        String last = settings.bare() ? "HEAD" : gitDir.getFileName().toString();
        for (Path entry : entries(stage)) {
            if (!entry.getFileName().toString().equals(last)) {
                Files.move(entry, settings.path().resolve(entry.getFileName()), StandardCopyOption.ATOMIC_MOVE);
            }
        }
        Path end = stage.resolve(last);
        if (Files.exists(end)) {
            Files.move(end, settings.path().resolve(last), StandardCopyOption.ATOMIC_MOVE);
        }
        Files.delete(stage);
    }

    private static List<Path> entries(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.collect(Collectors.toList());
        }
    }

    private ObjectId settle() throws IOException {
        try (DataRepository clone = DataRepository.open(settings).orElseThrow()) {
            Path gitDir = clone.directory().gitDir();
            Files.deleteIfExists(gitDir.resolve(GitDirectory.WHOLE));
            // The lock is still held, but its note has moved along with the folder.
            Files.deleteIfExists(gitDir.resolve(RepositoryLock.NOTE));
            ObjectId tip = clone.local();
            new Memory(clone).settle(tip);
            return tip;
        }
    }
}
