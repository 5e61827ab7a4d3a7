package dev.reconciler.git.index;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * What the disk says of a file, in the form in which the index keeps it: git takes a file for unchanged as long as what
 * it compares of this is the same, without reading the file. Times are seconds and nanoseconds; numbers that are wider than 32 bits are cut
 * as git's {@code fill_stat_data} cuts them.
 *
 * @param size in bytes, as git keeps it: see {@link #keptSize}
 */
public record FileStat(
        int changedSeconds,
        int changedNanos,
        int modifiedSeconds,
        int modifiedNanos,
        int device,
        int inode,
        int user,
        int group,
        int size) {

    /** What is kept for a file of which nothing is known: git compares its content. */
    public static final FileStat UNKNOWN = new FileStat(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Of a file that must be compared by its content: no file has this size and a content that is not empty. */
    static final int UNTRUSTED_SIZE = 0;

    private static final String ATTRIBUTES = "unix:ctime,lastModifiedTime,dev,ino,uid,gid,size";
    private static final int SIZE_BITS = 32;

    /**
     * Reads what the disk says of a file or a symbolic link itself.
     *
     * @throws NoSuchFileException if there is none
     */
    public static FileStat read(Path file) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(file, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        Instant changed = timeOf(attributes, "ctime");
        Instant modified = timeOf(attributes, "lastModifiedTime");
        return new FileStat(
                (int) changed.getEpochSecond(),
                changed.getNano(),
                (int) modified.getEpochSecond(),
                modified.getNano(),
                (int) numberOf(attributes, "dev"),
                (int) numberOf(attributes, "ino"),
                (int) numberOf(attributes, "uid"),
                (int) numberOf(attributes, "gid"),
                keptSize(numberOf(attributes, "size")));
    }

    private static Instant timeOf(Map<String, Object> attributes, String name) {
        return ((FileTime) Objects.requireNonNull(attributes.get(name))).toInstant();
    }

    private static long numberOf(Map<String, Object> attributes, String name) {
        return ((Number) Objects.requireNonNull(attributes.get(name))).longValue();
    }

    /** As git's munge_st_size: a file of 4 GiB, or of a multiple of it, would look empty in 32 bits. */
    public static int keptSize(long size) {
        return size != 0 && (int) size == 0 ? 1 << (SIZE_BITS - 1) : (int) size;
    }

    /** The same, so that the next reader of the index compares the file's content. */
    public FileStat withoutTrust() {
        return new FileStat(
                changedSeconds,
                changedNanos,
                modifiedSeconds,
                modifiedNanos,
                device,
                inode,
                user,
                group,
                UNTRUSTED_SIZE);
    }

    /**
     * Whether every git takes the file for another one by this alone. Most builds of git compare no nanoseconds, and the
     * settings {@code core.trustctime} and {@code core.checkStat} leave only these two.
     */
    public boolean differsForEveryGit(FileStat other) {
        return modifiedSeconds != other.modifiedSeconds || size != other.size;
    }

    static FileStat parse(ByteBuffer index, int entry) {
        return new FileStat(
                index.getInt(entry),
                index.getInt(entry + 4),
                index.getInt(entry + 8),
                index.getInt(entry + 12),
                index.getInt(entry + 16),
                index.getInt(entry + 20),
                index.getInt(entry + 28),
                index.getInt(entry + 32),
                index.getInt(entry + 36));
    }

    void put(ByteBuffer entry, int mode) {
        entry.putInt(changedSeconds).putInt(changedNanos);
        entry.putInt(modifiedSeconds).putInt(modifiedNanos);
        entry.putInt(device).putInt(inode);
        entry.putInt(mode);
        entry.putInt(user).putInt(group);
        entry.putInt(size);
    }
}
