package dev.reconciler.git.repository;

import dev.reconciler.git.discovery.SymbolicRefs;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.file.DiskSync;
import dev.reconciler.git.file.PathPresence;
import dev.reconciler.git.file.SharedPermissions;
import dev.reconciler.git.lock.GitLockFile;
import dev.reconciler.git.lock.OtherProcessLocks;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.jgit.internal.storage.file.RefDirectory;
import org.eclipse.jgit.internal.storage.file.ReflogWriter;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;

/**
 * The files in which git keeps refs: one for each that has moved since the last {@code git pack-refs}, {@code packed-refs}
 * for the others, and the reflogs. Follows git's {@code refs/files-backend.c}.
 *
 * <p>The library's own writer would take lock files that the next run can't tell from those of other processes.
 */
final class RefFiles {
    private static final String PACKED = "packed-refs";

    /** The folders of refs/heads and the like stay, also where they are empty. */
    private static final int LASTING_FOLDERS = 2;

    /** Git packs a million refs in seconds. */
    private static final Duration LONGEST_PACKING = Duration.ofMinutes(1);

    // A git that deletes a ref removes the folders that are empty then, and one of them may be that of the next ref.
    private static final int TRIES = 5;

    private final Repository repository;
    private final Path common;
    private final LockTaker locks;
    private final Supplier<DiskSync> syncs;
    private final SharedPermissions permissions;

    RefFiles(Repository repository, LockTaker locks, Supplier<DiskSync> syncs) {
        this.repository = repository;
        this.common = repository.getCommonDirectory().toPath();
        this.locks = locks;
        this.syncs = syncs;
        this.permissions = SharedPermissions.of(repository.getConfig());
    }

    /**
     * Takes the lock file of a ref.
     *
     * @throws FileAlreadyExistsException if another process has it
     * @throws RefusedException of type Unsupported if another ref stands where the ref's folder has to be
     */
    GitLockFile lock(String name) throws IOException {
        Path lock = common.resolve(name + ".lock");
        for (int attempt = 1; ; attempt++) {
            makeFolders(name);
            try {
                return locks.take(lock);
            } catch (NoSuchFileException removed) {
                if (attempt == TRIES) {
                    throw removed;
                }
            }
        }
    }

    private void makeFolders(String name) throws IOException {
        Path parent = common.resolve(name).resolveSibling(".").normalize();
        if (Files.isDirectory(parent)) {
            return;
        }
        refuseClash(name);
        List<Path> missing = new ArrayList<>();
        for (Path above = parent; above != null && !PathPresence.isThere(above); above = above.getParent()) {
            missing.add(above);
        }
        permissions.createFolders(parent);
        missing.forEach(made -> syncs.get().addName(made));
    }

    /**
     * One name can't be a ref and the folder of another one, and no waiting changes that.
     *
     * @throws RefusedException of type Unsupported if there is such another ref
     */
    void refuseClash(String name) throws IOException {
        for (int slash = name.lastIndexOf('/'); slash > 0; slash = name.lastIndexOf('/', slash - 1)) {
            String above = name.substring(0, slash);
            if (repository.exactRef(above) != null) {
                throw newClashError(name, above);
            }
        }
        for (Ref below : repository.getRefDatabase().getRefsByPrefix(name + "/")) {
            throw newClashError(name, below.getName());
        }
    }

    private static RefusedException newClashError(String name, String clash) {
        return new RefusedException(
                ErrorType.UNSUPPORTED,
                name + " can't be written beside the ref " + clash
                        + "; give that one another name (git update-ref NAME " + clash + " && git update-ref -d "
                        + clash + ")");
    }

    /** Writes into the lock file what the ref shall hold. */
    void write(GitLockFile lock, ObjectId commit, DiskSync syncs) throws IOException {
        lock.write((commit.name() + "\n").getBytes(StandardCharsets.US_ASCII));
        lock.syncWith(syncs);
    }

    /** Lets the ref hold what was written into its lock file. */
    void commit(GitLockFile lock, String name, DiskSync syncs) throws IOException {
        Path file = common.resolve(name);
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            deleteEmptyFolder(file);
        }
        lock.commit(file, syncs);
    }

    // Git leaves the empty folders of refs that are gone.
    private static void deleteEmptyFolder(Path folder) throws IOException {
        List<Path> folders;
        try (Stream<Path> all = Files.walk(folder)) {
            folders = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : folders) {
            Files.deleteIfExists(each);
        }
    }

    /**
     * Writes the reflog of a ref, and that of HEAD where HEAD is on it: without the line, HEAD@{1} would name a commit of
     * long ago.
     */
    void log(String name, ObjectId from, ObjectId to, String reason) throws IOException {
        if (!(repository.getRefDatabase() instanceof RefDirectory refs)) {
            return;
        }
        Path gitDir = repository.getDirectory().toPath();
        List<String> logs = new ArrayList<>(List.of(name));
        boolean isCurrent = name.startsWith(Constants.R_HEADS)
                && SymbolicRefs.resolveHead(gitDir, common).equals(Optional.of(name));
        if (isCurrent) {
            logs.add(Constants.HEAD);
        }
        List<Path> written =
                new ArrayList<>(List.of(common.resolve("logs").resolve(name), gitDir.resolve("logs/HEAD")));
        for (Path file : List.copyOf(written)) {
            written.addAll(permissions.listMissingFolders(file));
        }
        for (String log : logs) {
            new ReflogWriter(refs).log(log, from, to, new PersonIdent(repository), "reconciler: " + reason);
        }
        // The library makes a reflog and its folders as the umask says.
        for (Path file : written) {
            permissions.adjustIfOurs(file);
        }
    }

    /**
     * Deletes a ref and its reflog. The caller holds the ref's lock file. After a power cut the ref may be back: it was
     * not needed any more, and does no harm.
     */
    void delete(String name) throws IOException {
        Path packed = findPacked();
        Path packedLock = packed.resolveSibling(PACKED + ".lock");
        // First the older value: the other way round, a kill in between would bring that one back.
        while (!deleteUnpacked(name, packed, packedLock)) {
            deletePacked(name, packed, packedLock);
        }
    }

    // As git, which writes the file that a link leads to.
    private Path findPacked() throws IOException {
        Path packed = common.resolve(PACKED);
        return Files.isSymbolicLink(packed) ? packed.toRealPath() : packed;
    }

    /**
     * Deletes the ref's own file. The lock of the packed refs is held meanwhile, as by git: a git pack-refs that has read
     * the ref already would bring it back.
     *
     * @return false if the ref is among the packed ones, and nothing is deleted
     */
    private boolean deleteUnpacked(String name, Path packed, Path packedLock) throws IOException {
        try (GitLockFile lock = locks.take(packedLock)) {
            return !isPacked(packed, name) && deleteFiles(name);
        } catch (FileAlreadyExistsException held) {
            if (isPacked(packed, name) || !OtherProcessLocks.isOlder(packedLock, LONGEST_PACKING)) {
                throw held;
            }
            // Of a git that was killed, and brings nothing back.
            return deleteFiles(name);
        }
    }

    private boolean deleteFiles(String name) throws IOException {
        Files.deleteIfExists(common.resolve(name));
        Files.deleteIfExists(common.resolve("logs").resolve(name));
        return true;
    }

    private void deletePacked(String name, Path packed, Path packedLock) throws IOException {
        try (GitLockFile lock = locks.take(packedLock)) {
            // One letter for each byte: names of refs need not be UTF-8.
            List<String> lines = Files.readAllLines(packed, StandardCharsets.ISO_8859_1);
            lock.write(withoutRef(lines, name).getBytes(StandardCharsets.ISO_8859_1));
            permissions.adjustIfOurs(lock.path());
            DiskSync packing = new DiskSync();
            lock.commit(packed, packing);
            // Or a power cut takes the ref's own file only, and the older value is back.
            packing.flush();
        }
    }

    /**
     * Refuses a file of packed refs whose end is missing, as git does. The library takes the beginning of a name for the
     * name, and a ref that was cut off for one that is not there.
     *
     * @throws RefusedException of type RepositoryCorrupt if the last line has no end
     */
    void refuseCutPackedRefs() throws IOException {
        Path packed = common.resolve(PACKED);
        try (FileChannel channel = FileChannel.open(packed)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            long size = channel.size();
            if (size > 0 && channel.read(last, size - 1) == 1 && last.get(0) != '\n') {
                throw new RefusedException(
                        ErrorType.REPOSITORY_CORRUPT,
                        packed
                                + " is broken: its end is missing. Restore it from a backup; without one, the last line of"
                                + " each file below " + common.resolve("logs/refs")
                                + " has what the ref of that name held, and git update-ref NAME COMMIT writes it anew");
            }
        } catch (NoSuchFileException none) {
            // Each ref has a file of its own.
        }
    }

    private static boolean isPacked(Path packed, String name) throws IOException {
        try (Stream<String> lines = Files.lines(packed, StandardCharsets.ISO_8859_1)) {
            return lines.anyMatch(line -> isLineOf(line, name));
        } catch (NoSuchFileException none) {
            return false;
        }
    }

    // <id> <name>, and for a tag a line below it: ^<id of what it points to>.
    private static String withoutRef(List<String> lines, String name) {
        StringBuilder text = new StringBuilder();
        boolean isSkipped = false;
        for (String line : lines) {
            isSkipped = line.startsWith("^") ? isSkipped : isLineOf(line, name);
            if (!isSkipped) {
                text.append(line).append('\n');
            }
        }
        return text.toString();
    }

    private static boolean isLineOf(String line, String name) {
        return !line.startsWith("#")
                && line.length() == Constants.OBJECT_ID_STRING_LENGTH + 1 + name.length()
                && line.endsWith(" " + name);
    }

    /**
     * Deletes the folders of a deleted ref and of its reflog where nothing is in them. Those of this program's own refs
     * stay: the next run would make them again, and a new folder has to be synced with all above it.
     */
    void deleteEmptyFolders(String name) throws IOException {
        if (name.startsWith(RefNames.OURS)) {
            return;
        }
        for (Path root : List.of(common, common.resolve("logs"))) {
            Path relative = Path.of(name).getParent();
            while (relative != null && relative.getNameCount() > LASTING_FOLDERS) {
                try {
                    Files.deleteIfExists(root.resolve(relative));
                } catch (DirectoryNotEmptyException used) {
                    break;
                }
                relative = relative.getParent();
            }
        }
    }

    /** Takes lock files of git. */
    interface LockTaker {
        /** @throws FileAlreadyExistsException if another process holds it */
        GitLockFile take(Path lockFile) throws IOException;
    }
}
