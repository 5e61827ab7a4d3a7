package dev.reconciler.git.file;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether something is at a path, where "nothing is there" decides what a run does.
 *
 * <p>{@link Files#exists} says "nothing" too where this process may not look, or where the disk can't be read. As git's
 * {@code is_missing_file_error}, here nothing is at a path only where the system says that there is no such name, or that
 * a name above it is no folder; every other error is thrown.
 */
public final class PathPresence {
    private PathPresence() {}

    /**
     * What the disk says of a path.
     *
     * @return empty where nothing is there
     * @throws IOException if the disk does not say whether something is there
     */
    public static Optional<BasicFileAttributes> read(Path path, LinkOption... links) throws IOException {
        try {
            return Optional.of(Files.readAttributes(path, BasicFileAttributes.class, links));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        } catch (FileSystemException unread) {
            // Java has no type for "not a directory", and the words of the C library depend on the language.
            if (isBelowFile(path)) {
                return Optional.empty();
            }
            throw unread;
        }
    }

    private static boolean isBelowFile(Path path) {
        Path above = path.toAbsolutePath().getParent();
        while (above != null && !Files.exists(above)) {
            above = above.getParent();
        }
        return above != null && !Files.isDirectory(above);
    }

    /**
     * Whether something is at a path.
     *
     * @throws IOException if the disk does not say whether something is there
     */
    public static boolean isThere(Path path, LinkOption... links) throws IOException {
        return read(path, links).isPresent();
    }

    /**
     * Whether a folder is at a path.
     *
     * @throws IOException if the disk does not say whether something is there
     */
    public static boolean isFolder(Path path, LinkOption... links) throws IOException {
        return read(path, links).map(BasicFileAttributes::isDirectory).orElse(false);
    }

    /**
     * Whether a file is at a path.
     *
     * @throws IOException if the disk does not say whether something is there
     */
    public static boolean isFile(Path path, LinkOption... links) throws IOException {
        return read(path, links).map(BasicFileAttributes::isRegularFile).orElse(false);
    }

    /**
     * Whether the folder of a file that is there lists it by this very name. Where upper and lower case are one, other names
     * lead to the file too.
     */
    public static boolean isListed(Path file) throws IOException {
        try (Stream<Path> listed = Files.list(file.resolveSibling(""))) {
            return listed.map(Path::getFileName).anyMatch(file.getFileName()::equals);
        }
    }
}
