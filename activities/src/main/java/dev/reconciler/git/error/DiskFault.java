package dev.reconciler.git.error;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a system says of a disk that refuses. Java has types for few of these errors, and gives the words of the C library,
 * which are in the language of the process: {@link SystemWords} looks them up by their number.
 */
enum DiskFault {
    FULL(28, "no space left on device", "make room on the disk"),
    OVER_QUOTA(122, "disk quota exceeded", "make room, or have the quota of this user raised"),
    READ_ONLY(
            30, "read-only file system", "mount the disk for writing; a disk that has failed is mounted so by itself"),
    FORBIDDEN(13, "permission denied", "give it to the user that runs this program, or correct `path`"),
    NOT_PERMITTED(1, "operation not permitted", "give it to the user that runs this program, or correct `path`"),
    // Before the next one, whose words are a beginning of these.
    TOO_MANY_FILES_OF_ALL(
            23, "too many open files in system", "raise the limit of open files of this host (fs.file-max)"),
    TOO_MANY_FILES(24, "too many open files", "raise the limit of open files of this process (ulimit -n)"),
    STALE(116, "stale file handle", "mount the network's file system anew"),
    UNREADABLE(5, "input/output error", "look into the system's log: the disk, or the way to it, is failing"),
    TOO_LARGE(
            27, "file too large", "raise the limit of a file's size (ulimit -f), or use a file system for large files"),
    TOO_MANY_LINKS(31, "too many links", "use another file system"),
    NO_DEVICE(6, "no such device or address", "look whether the disk is still there"),
    DEVICE_GONE(19, "no such device", "look whether the disk is still there"),
    BUSY(16, "device or resource busy", "something is mounted there: unmount it, or take a bare clone"),
    DAMAGED(117, "structure needs cleaning", "the file system is damaged: unmount it and have it checked (fsck)"),
    DISCONNECTED(
            107,
            "transport endpoint is not connected",
            "the program that served the file system has ended: mount it anew"),
    UNANSWERED(110, "connection timed out", "look whether the server of the network's file system is there"),
    SERVER_DOWN(112, "host is down", "look whether the server of the network's file system is there");

    private static final Set<DiskFault> OF_NETWORKS_TOO = EnumSet.of(DISCONNECTED, UNANSWERED, SERVER_DOWN);

    private final int number;
    private final String words;
    private final String advice;

    /**
     * A fault.
     *
     * @param number of the error on Linux
     * @param words in English, in small letters
     */
    DiskFault(int number, String words, String advice) {
        this.number = number;
        this.words = words;
        this.advice = advice;
    }

    /** What a person does about it. */
    String advice() {
        return advice;
    }

    /** Whether its words may be of any connection, and tell of a disk only beside the name of a file. */
    boolean isOfNetworksToo() {
        return OF_NETWORKS_TOO.contains(this);
    }

    /** Whether it is about who may do that, rather than about the disk. */
    boolean isForbidden() {
        return this == FORBIDDEN || this == NOT_PERMITTED;
    }

    /** The fault that a message names, in English or in the language of this process. */
    static Optional<DiskFault> find(String message) {
        String lower = message.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(fault -> lower.contains(fault.words))
                .findFirst()
                .or(() -> Arrays.stream(values())
                        .filter(fault -> fault.isNamedIn(message))
                        .findFirst());
    }

    private boolean isNamedIn(String message) {
        return SystemWords.of(number).filter(message::contains).isPresent();
    }
}
