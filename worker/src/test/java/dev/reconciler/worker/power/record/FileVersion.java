package dev.reconciler.worker.power.record;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What a file, link or folder is at one time.
 *
 * @param mode with the bits that tell its kind
 * @param time when it was written, in nanoseconds since 1970
 * @param content its bytes, or where a link leads to; a folder has none
 */
record FileVersion(int mode, long time, byte[] content) {
    private static final int KIND = 0170000;
    private static final int FOLDER = 0040000;
    private static final int LINK = 0120000;

    static FileVersion read(Path path) throws IOException {
        int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        long time = Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).to(TimeUnit.NANOSECONDS);
        FileVersion empty = new FileVersion(mode, time, new byte[0]);
        if (empty.isFolder()) {
            return empty;
        }
        byte[] content = empty.isLink()
                ? Files.readSymbolicLink(path).toString().getBytes(StandardCharsets.UTF_8)
                : Files.readAllBytes(path);
        return empty.with(content);
    }

    boolean isFolder() {
        return (mode & KIND) == FOLDER;
    }

    boolean isLink() {
        return (mode & KIND) == LINK;
    }

    /** Whether another is the same, but for its time. */
    boolean isSame(FileVersion other) {
        return mode == other.mode && Arrays.equals(content, other.content);
    }

    FileVersion with(byte[] other) {
        return new FileVersion(mode, time, other);
    }

    /** Makes it, where nothing is. */
    void write(Path path) throws IOException {
        if (isFolder()) {
            Files.createDirectory(path);
        } else if (isLink()) {
            Files.createSymbolicLink(path, Path.of(new String(content, StandardCharsets.UTF_8)));
        } else {
            Files.write(path, content);
            Files.setPosixFilePermissions(path, listPermissions());
            Files.setLastModifiedTime(path, FileTime.from(time, TimeUnit.NANOSECONDS));
        }
    }

    private Set<PosixFilePermission> listPermissions() {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        // From the owner's right to read, the highest bit, down to what others may run.
        for (PosixFilePermission each : PosixFilePermission.values()) {
            if ((mode >> (PosixFilePermission.values().length - 1 - each.ordinal()) & 1) == 1) {
                permissions.add(each);
            }
        }
        return permissions;
    }
}
