package dev.reconciler.git.file;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The names under which the files of a move are written before each gets its own, and a list that finds them again.
 *
 * <p>A new file is made in the folder where it belongs, so that it has the group, the mode and the access list that git's
 * would have, and its last step is a rename within one file system. Its private name begins with {@code .reconciler-}
 * and a number drawn for this move. The list {@code reconciler/checkout} in the git directory names the folders and the
 * number before the first such file is made: the next holder of the repository's lock removes what a killed one left,
 * and nothing else, before it removes the index's lock, so that no {@code git add} of the application comes upon it.
 *
 * <p>The list is text in UTF-8, each part ended by a NUL byte: {@link #HEADING}, the root, the beginning of the names, and
 * the folders relative to the root.
 */
public final class PrivateFiles implements AutoCloseable {
    private static final String LIST = "reconciler/checkout";
    private static final String HEADING = "private files of";
    private static final Pattern PREFIX = Pattern.compile("\\.reconciler-[0-9a-f]{16}-");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path list;
    private final Path root;
    private final String prefix;
    private final List<String> folders;

    private PrivateFiles(Path list, Path root, String prefix, List<String> folders) {
        this.list = list;
        this.root = root;
        this.prefix = prefix;
        this.folders = folders;
    }

    /**
     * Writes the list of a move. The caller holds the repository's lock.
     *
     * @param root the root of the work tree
     * @param folders the folders, relative to the root, in which files will have private names
     * @param syncs flushed where there are such folders
     */
    public static PrivateFiles begin(
            Path commonDir, Path root, Collection<String> folders, SharedPermissions permissions, DiskSync syncs)
            throws IOException {
        // A move that failed and could not remove its files: their list must not be overwritten.
        sweep(commonDir);
        byte[] number = new byte[8];
        RANDOM.nextBytes(number);
        String prefix = ".reconciler-" + HexFormat.of().formatHex(number) + "-";
        Path list = commonDir.resolve(LIST);
        PrivateFiles files = new PrivateFiles(list, root, prefix, List.copyOf(folders));
        permissions.createFolders(list.resolveSibling("."));
        // Killed while the list is written, the run leaves half a list, and no file that it would lead to.
        Files.write(list, files.format(commonDir));
        permissions.adjust(list);
        if (!folders.isEmpty()) {
            // After a power cut no private file is there that the list does not lead to.
            syncs.add(list);
            syncs.addName(list);
            syncs.flush();
        }
        return files;
    }

    private byte[] format(Path commonDir) throws IOException {
        // Relative to the git directory, so that the list is right after a person has moved both. Both without links:
        // from a git directory to which .git is a link, ".." would lead to the folder beside its target.
        StringBuilder text = new StringBuilder(HEADING).append('\0');
        text.append(commonDir.toRealPath().relativize(root.toRealPath()))
                .append('\0')
                .append(prefix)
                .append('\0');
        folders.forEach(folder -> text.append(folder).append('\0'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The private name with that number. */
    public String name(String number) {
        return prefix + number;
    }

    /** Removes the files that a killed process left under private names. The caller holds the repository's lock. */
    public static void sweep(Path commonDir) throws IOException {
        Path list = commonDir.resolve(LIST);
        if (PathPresence.isThere(list)) {
            parse(commonDir, list).close();
        }
    }

    private static PrivateFiles parse(Path commonDir, Path list) throws IOException {
        if (PathPresence.isFolder(list)) {
            throw new RefusedException(
                    ErrorType.REPOSITORY_CORRUPT,
                    list + " is a folder, and a list of this program has that name; move it away");
        }
        // What is no text of ours has no heading.
        String[] parts = new String(Files.readAllBytes(list), StandardCharsets.UTF_8).split("\0", -1);
        // Cut off before the last NUL byte of the beginning, the list leads to no file: none was made yet.
        boolean isWhole = parts.length > 3
                && parts[0].equals(HEADING)
                && PREFIX.matcher(parts[2]).matches();
        return isWhole
                ? new PrivateFiles(
                        list,
                        commonDir.toRealPath().resolve(parts[1]).normalize(),
                        parts[2],
                        List.of(parts).subList(3, parts.length - 1))
                : new PrivateFiles(list, commonDir, "", List.of());
    }

    /** Ends the list where each file has its own name, and none is private. */
    public void forget() throws IOException {
        Files.deleteIfExists(list);
    }

    /** Removes the files that have private names still, and their list. */
    @Override
    public void close() throws IOException {
        if (!PathPresence.isThere(list)) {
            return;
        }
        if (!folders.isEmpty()) {
            try (FolderChain chain = new FolderChain(root)) {
                for (String folder : folders) {
                    removeFrom(chain, splitNames(folder));
                }
            } catch (NoSuchFileException absent) {
                // The work tree is on a volume that is not mounted now: the list stays until it is.
                return;
            }
        }
        forget();
    }

    private void removeFrom(FolderChain chain, List<String> folder) throws IOException {
        chain.descend(folder);
        // A person has removed the folder, with the files in it.
        if (chain.depth() < folder.size()) {
            return;
        }
        for (String name : listNames(folder)) {
            if (name.startsWith(prefix)) {
                chain.deepest().deleteAll(name);
                // Before the list goes: what a power cut brings back would be known to nobody.
                DiskSync.forceIfThere(root.resolve(String.join("/", folder)));
            }
        }
    }

    // By a chain of its own: an open folder can be listed once.
    private List<String> listNames(List<String> folder) throws IOException {
        try (FolderChain chain = new FolderChain(root)) {
            chain.descend(folder);
            return chain.depth() < folder.size() ? List.of() : chain.deepest().list();
        }
    }

    /** The names of a path that has slashes between them; none for the root. */
    public static List<String> splitNames(String path) {
        List<String> names = new ArrayList<>();
        for (String name : path.split("/", -1)) {
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
        return names;
    }
}
