package dev.reconciler.git.damage;

import dev.reconciler.git.error.DiskErrors;
import dev.reconciler.git.error.GitException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Repository;

/**
 * Finds out whether the disk lets this process read what git reads of a repository.
 *
 * <p>The library takes a file or folder that it may not or can't read for one that is not there: of a folder of packs it
 * says that it is empty, of an object that it is missing. So before a repository is called broken, its files are read
 * here, by calls that say what the disk says.
 */
public final class DiskProbe {
    /** Large packs are not read to their end. */
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private static final int CHUNK = 1 << 16;

    private final long endNanos = System.nanoTime() + LIMIT.toNanos();

    private DiskProbe() {}

    /** The error to throw instead of any that says that the repository is broken; empty where all could be read. */
    public static Optional<GitException> findFault(Repository git) {
        Path gitDir = git.getDirectory().toPath();
        Path common = git.getCommonDirectory().toPath();
        try {
            new DiskProbe().read(gitDir, common);
            return Optional.empty();
        } catch (IOException refused) {
            return DiskErrors.sortByActor(refused);
        }
    }

    private void read(Path gitDir, Path common) throws IOException {
        for (Path folder : List.of(gitDir, common, common.resolve("objects/info"), common.resolve("objects/pack"))) {
            readFiles(folder);
        }
        readTree(common.resolve("refs"));
        for (Path folder : list(common.resolve("objects"))) {
            readFiles(folder);
        }
    }

    private void readTree(Path folder) throws IOException {
        readFiles(folder);
        for (Path each : list(folder)) {
            if (isFolder(each)) {
                readTree(each);
            }
        }
    }

    private void readFiles(Path folder) throws IOException {
        for (Path each : list(folder)) {
            if (isOver()) {
                return;
            }
            if (isFile(each)) {
                readFile(each);
            }
        }
    }

    private void readFile(Path file) throws IOException {
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = Files.newInputStream(file)) {
            while (in.read(chunk) >= 0 && !isOver()) {
                // Only whether it can be read counts.
            }
        } catch (NoSuchFileException gone) {
            // Git has removed it since the folder was listed.
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        if (!isFolder(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (NoSuchFileException gone) {
            return List.of();
        }
    }

    private static boolean isFolder(Path path) throws IOException {
        return readAttributes(path).filter(BasicFileAttributes::isDirectory).isPresent();
    }

    private static boolean isFile(Path path) throws IOException {
        return readAttributes(path).filter(BasicFileAttributes::isRegularFile).isPresent();
    }

    private static Optional<BasicFileAttributes> readAttributes(Path path) throws IOException {
        try {
            return Optional.of(Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        }
    }

    private boolean isOver() {
        return System.nanoTime() > endNanos || Thread.currentThread().isInterrupted();
    }
}
