package dev.reconciler.git.lock;

import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.file.DiskSync;
import dev.reconciler.git.file.PathPresence;
import dev.reconciler.git.file.SharedPermissions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lock files of git that are second names (hard links) of private files, by which they are known for this program's.
 *
 * <p>A killed process leaves git's own lock files ({@code main.lock}, {@code index.lock}…) in place, and git has no rule
 * by which it could tell that a lock file is stale: every later git command would fail. So a holder of the {@link
 * RepositoryLock} makes private files in {@code reconciler/held} first, syncs that folder, and takes a lock file by giving
 * a private file the lock file's name too. That fails where the name is taken, as git's own way does.
 *
 * <p>A lock file is this program's exactly if it is one file with a private one: the same inode. That holds after a kill
 * and after a power cut, for the private name was on the disk before the other one was made. It goes with the end of the
 * repository's lock, once the end of the lock file is on the disk: a disk may forget the one and keep the other. A private
 * file is used once: as soon as its content has become a ref or the index, it must not be written again.
 *
 * <p>The next holder of the repository's lock removes the lock files of private files that it finds. The index's lock is
 * left out: it keeps the application from committing files of a move that is half done, and whoever finishes the move
 * {@linkplain #adopt takes it over}.
 */
final class LinkedLockFiles {
    static final String FOLDER = "reconciler/held";
    private static final String INDEX = "index.lock";
    private static final String ENDING = ".lock";

    /**
     * How many private files are made at first: as many as a move takes, since each lot costs a sync. Where they are used
     * up, as many again.
     */
    private static final int FIRST = 12;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path commonDir;
    private final Path folder;
    private final SharedPermissions permissions;
    private final String prefix;

    /** Private files that are on the disk and have no other name yet. */
    private final Deque<Path> unused = new ArrayDeque<>();

    /** Private files whose lock files are given back. */
    private final List<Path> spent = new ArrayList<>();

    /** The folders of lock files that were removed. */
    private final DiskSync removals = new DiskSync();

    private final List<LeftLock> leftIndexLocks = new ArrayList<>();
    private int made;
    private boolean hasLinks = true;

    private LinkedLockFiles(Path commonDir, SharedPermissions permissions) {
        this.commonDir = commonDir;
        this.folder = commonDir.resolve(FOLDER);
        this.permissions = permissions;
        byte[] number = new byte[8];
        RANDOM.nextBytes(number);
        this.prefix = HexFormat.of().formatHex(number) + "-";
    }

    /**
     * Removes the lock files that a killed holder left, but for the index's. The caller holds the repository's lock.
     *
     * @param commonDir without links in its path
     */
    static LinkedLockFiles begin(Path commonDir, SharedPermissions permissions) throws IOException {
        LinkedLockFiles files = new LinkedLockFiles(commonDir, permissions);
        files.removeLeft();
        return files;
    }

    private void removeLeft() throws IOException {
        DiskSync removed = new DiskSync();
        Map<Object, Path> left = findLeft();
        if (left.isEmpty()) {
            return;
        }
        for (Path lock : listLockFiles()) {
            Object key = readKey(lock);
            Path proof = key == null ? null : left.get(key);
            if (proof != null && lock.endsWith(INDEX)) {
                leftIndexLocks.add(new LeftLock(lock, proof));
                left.remove(key);
            } else if (proof != null) {
                Files.deleteIfExists(lock);
                removed.addName(lock);
            }
        }
        // Last: after a kill or a power cut before this, the next holder finds the lock files once more.
        removed.flush();
        for (Path proof : left.values()) {
            Files.deleteIfExists(proof);
        }
    }

    private Map<Object, Path> findLeft() throws IOException {
        Map<Object, Path> left = new HashMap<>();
        for (Path each : list(folder)) {
            Object key = readKey(each);
            if (key != null && PathPresence.isFile(each, LinkOption.NOFOLLOW_LINKS)) {
                left.put(key, each);
            }
        }
        return left;
    }

    /** All lock files in the places where this program takes any. */
    private List<Path> listLockFiles() throws IOException {
        List<Path> locks = new ArrayList<>(list(commonDir));
        for (Path workTree : list(commonDir.resolve("worktrees"))) {
            locks.addAll(list(workTree));
        }
        try (Stream<Path> refs = Files.walk(commonDir.resolve("refs"))) {
            refs.forEach(locks::add);
        } catch (UncheckedIOException changed) {
            // A git process has removed a folder of refs at this moment.
            throw new RepositoryBusyException(commonDir.resolve("refs") + " changed while it was read");
        }
        locks.removeIf(file -> !file.toString().endsWith(ENDING));
        return locks;
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (NoSuchFileException | NotDirectoryException none) {
            return List.of();
        }
    }

    /**
     * Takes a lock file.
     *
     * @return empty where it can't be a second name of a private file: the file system has none, or the lock file's
     *     folder is on another one
     * @throws FileAlreadyExistsException if another process holds it
     */
    Optional<GitLockFile> take(Path lock) throws IOException {
        Path proof = hasLinks && isFoundLater(lock) ? takeUnused() : null;
        if (proof == null) {
            return Optional.empty();
        }
        try {
            Files.createLink(lock, proof);
        } catch (FileAlreadyExistsException taken) {
            // A server of NFS that is asked again, since its answer was lost, says so of the name that it has made.
            if (!isOneFile(lock, proof)) {
                unused.addFirst(proof);
                throw taken;
            }
        } catch (NoSuchFileException refused) {
            unused.addFirst(proof);
            throw refused;
        } catch (FileSystemException | UnsupportedOperationException noLinks) {
            unused.addFirst(proof);
            return Optional.empty();
        }
        if (!isOneFile(lock, proof)) {
            // A file system that does not tell that two names are one file.
            hasLinks = false;
            Files.deleteIfExists(lock);
            Files.deleteIfExists(proof);
            return Optional.empty();
        }
        return Optional.of(new GitLockFile(lock, new PrivateFile(lock, proof)));
    }

    private static boolean isOneFile(Path lock, Path proof) throws IOException {
        Object key = readKey(proof);
        return key != null && key.equals(readKey(lock));
    }

    // Not where a person has made the settings, or a folder of refs, a link to another place: see listLockFiles.
    private boolean isFoundLater(Path lock) throws IOException {
        Path parent = lock.getParent();
        if (parent == null) {
            return false;
        }
        Path folder = parent.toRealPath();
        return folder.equals(commonDir)
                || folder.startsWith(commonDir.resolve("refs"))
                || commonDir.resolve("worktrees").equals(folder.getParent());
    }

    private @Nullable Path takeUnused() throws IOException {
        if (unused.isEmpty()) {
            makeFiles();
        }
        return unused.poll();
    }

    private void makeFiles() throws IOException {
        boolean isNew = !Files.isDirectory(folder);
        permissions.createFolders(folder);
        int wanted = Math.max(FIRST, made);
        for (int i = 0; i < wanted; i++) {
            Path file = Files.createFile(folder.resolve(prefix + made));
            made++;
            permissions.adjust(file);
            unused.add(file);
        }
        // The proof is on the disk before what it proves: after a power cut no lock file is there without it.
        DiskSync syncs = new DiskSync();
        syncs.add(folder);
        if (isNew) {
            syncs.addName(folder);
            syncs.add(commonDir);
        }
        syncs.flush();
    }

    private Optional<LeftLock> findLeft(Path lock) throws IOException {
        Path real = lock.toRealPath();
        return leftIndexLocks.stream().filter(each -> each.lock().equals(real)).findFirst();
    }

    /** Whether a lock file is one that a killed holder left and nobody has taken over. */
    boolean isLeft(Path lock) throws IOException {
        return !leftIndexLocks.isEmpty()
                && PathPresence.isThere(lock)
                && findLeft(lock).isPresent();
    }

    /** Takes over a lock file of the index that a killed holder left; empty where it is of another process. */
    Optional<GitLockFile> adopt(Path lock) throws IOException {
        Optional<LeftLock> left = findLeft(lock);
        left.ifPresent(leftIndexLocks::remove);
        return left.map(each -> new GitLockFile(lock, new PrivateFile(lock, each.proof())));
    }

    /** Whether there are lock files of killed holders that nobody has taken over. */
    boolean hasUnadopted() {
        return !leftIndexLocks.isEmpty();
    }

    /** Removes the lock files of killed holders that nobody has taken over. */
    void removeUnadopted() throws IOException {
        for (LeftLock left : leftIndexLocks) {
            Files.deleteIfExists(left.lock());
            DiskSync.force(left.lock().resolveSibling("."));
            Files.deleteIfExists(left.proof());
        }
        leftIndexLocks.clear();
    }

    /** Removes the private files. The caller has brought to the disk the files that their lock files became. */
    void end() throws IOException {
        removals.flush();
        unused.addAll(spent);
        for (Path file : unused) {
            Files.deleteIfExists(file);
        }
        unused.clear();
        spent.clear();
    }

    /** @return what two names of one file have in common; null where the file is gone, or the system does not tell */
    private static @Nullable Object readKey(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey();
        } catch (NoSuchFileException gone) {
            return null;
        }
    }

    private record LeftLock(Path lock, Path proof) {}

    private final class PrivateFile implements GitLockFile.LockFileProof {
        private final Path lock;
        private final Path proof;

        PrivateFile(Path lock, Path proof) {
            this.lock = lock;
            this.proof = proof;
        }

        @Override
        public void noteRemoval() {
            removals.addName(lock);
        }

        @Override
        public void close() {
            spent.add(proof);
        }
    }
}
