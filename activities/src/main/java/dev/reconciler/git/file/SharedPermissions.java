package dev.reconciler.git.file;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Config;
import org.jspecify.annotations.Nullable;

/**
 * The permissions that {@code core.sharedRepository} asks for, of what is written in a git directory. Without it, files
 * and folders have what the umask and the folder's access list leave, as everywhere.
 *
 * <p>Follows git's {@code git_config_perm} and {@code adjust_shared_perm}. The files of a work tree are none of its: git
 * leaves these to the umask.
 */
public final class SharedPermissions {
    /** What the umask leaves, for a repository that is nobody else's yet. */
    public static final SharedPermissions OF_UMASK = new SharedPermissions(0, false);

    private static final int GROUP = 0660;
    private static final int EVERYBODY = 0664;
    private static final int OWNER = 0600;
    private static final int OWNER_WRITES = 0200;
    private static final int OWNER_EXECUTES = 0100;
    private static final int GROUP_ACCESS = 0060;
    private static final int ALL_READ = 0444;
    private static final int ALL_WRITE = 0222;
    private static final int ALL_PERMISSIONS = 0777;
    private static final int SET_GROUP_ID = 02000;
    private static final int WITHOUT_KIND = 07777;

    private final int bits;
    private final boolean replacesUmask;

    private SharedPermissions(int bits, boolean replacesUmask) {
        this.bits = bits;
        this.replacesUmask = replacesUmask;
    }

    /**
     * What the configuration of a repository says.
     *
     * @throws RefusedException of type Unsupported for a value that git refuses
     */
    public static SharedPermissions of(Config config) {
        String value = config.getString("core", null, "sharedRepository");
        return value == null ? OF_UMASK : parse(value);
    }

    private static SharedPermissions parse(String value) {
        return switch (value) {
            case "umask" -> OF_UMASK;
            // A key without a value is true, as everywhere in git.
            case "", "group" -> new SharedPermissions(GROUP, false);
            case "all", "world", "everybody" -> new SharedPermissions(EVERYBODY, false);
            default -> parseNumber(value);
        };
    }

    private static SharedPermissions parseNumber(String value) {
        Integer mode = readOctal(value);
        if (mode == null) {
            return parseBoolean(value);
        }
        // The numbers 0, 1 and 2 are words of old versions. Others are permissions, and the mask is git's: nobody is
        // let execute.
        return switch (mode) {
            case 0 -> OF_UMASK;
            case 1 -> new SharedPermissions(GROUP, false);
            case 2 -> new SharedPermissions(EVERYBODY, false);
            default -> {
                if ((mode & OWNER) != OWNER) {
                    throw newValueError(value);
                }
                yield new SharedPermissions(mode & (ALL_READ | ALL_WRITE), true);
            }
        };
    }

    private static SharedPermissions parseBoolean(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> new SharedPermissions(GROUP, false);
            case "false", "no", "off" -> OF_UMASK;
            default -> throw newValueError(value);
        };
    }

    private static RefusedException newValueError(String value) {
        return new RefusedException(
                ErrorType.UNSUPPORTED,
                "core.sharedRepository: '" + value + "' (expected: umask, group, all, or a number such as 0640 that"
                        + " lets the owner read and write); git refuses it too, so correct the setting");
    }

    private static @Nullable Integer readOctal(String value) {
        try {
            return Integer.valueOf(value, 8);
        } catch (NumberFormatException words) {
            return null;
        }
    }

    /** Gives a file or folder that this process has made the permissions that git would give it. */
    public void adjust(Path path) throws IOException {
        if (bits == 0) {
            return;
        }
        boolean isFolder = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
        int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & WITHOUT_KIND;
        int wanted = isFolder ? computeFolderMode(mode) : computeMode(mode);
        if (wanted != mode) {
            Files.setAttribute(path, "unix:mode", wanted);
        }
    }

    /**
     * Lists the folders above a file, up to one that is there, which whoever writes the file will make: none where the
     * umask decides.
     */
    public List<Path> listMissingFolders(Path file) {
        List<Path> missing = new ArrayList<>();
        for (Path above = file.getParent();
                bits != 0 && above != null && !Files.exists(above);
                above = above.getParent()) {
            missing.add(above);
        }
        return missing;
    }

    /** Adjusts all of a folder that no other process knows. */
    public void adjustAll(Path folder) throws IOException {
        if (bits == 0) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.toList()) {
                adjust(path);
            }
        }
    }

    /** Adjusts the files in a folder that were written at a time or later. */
    public void adjustYounger(Path folder, FileTime since) throws IOException {
        if (bits == 0) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file).compareTo(since) >= 0) {
                    adjustIfOurs(file);
                }
            }
        }
    }

    /** Like {@link #adjust}, for a file that may be another user's, or gone. */
    public void adjustIfOurs(Path path) throws IOException {
        try {
            adjust(path);
        } catch (FileSystemException refused) {
            // Another process has removed the file since, or another user owns it: the system lets none but the owner
            // change permissions, and that user's git has given the right ones.
        }
    }

    // Git's calc_shared_perm: a file that its owner can't write, such as an object, is not written by others either.
    private int computeMode(int mode) {
        int shared = (mode & OWNER_WRITES) == 0 ? bits & ~ALL_WRITE : bits;
        if ((mode & OWNER_EXECUTES) != 0) {
            shared |= (shared & ALL_READ) >> 2;
        }
        return replacesUmask ? (mode & ~ALL_PERMISSIONS) | shared : mode | shared;
    }

    // Who may read a folder may enter it, and where the group may, what is made in the folder has its group.
    private int computeFolderMode(int mode) {
        int shared = computeMode(mode);
        int entered = shared | ((shared & ALL_READ) >> 2);
        return (entered & GROUP_ACCESS) == 0 ? entered : entered | SET_GROUP_ID;
    }

    /** Makes a folder, and those above it that are missing, with the permissions that git would give them. */
    public void createFolders(Path folder) throws IOException {
        Path missing = folder.normalize();
        if (Files.isDirectory(missing)) {
            return;
        }
        Path above = missing.getParent();
        if (above != null) {
            createFolders(above);
        }
        try {
            Files.createDirectory(missing);
            adjust(missing);
        } catch (FileAlreadyExistsException raced) {
            // Another process has made it.
        }
    }
}
