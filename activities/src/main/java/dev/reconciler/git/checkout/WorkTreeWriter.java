package dev.reconciler.git.checkout;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.file.FolderChain;
import dev.reconciler.git.file.PrivateFiles;
import dev.reconciler.git.file.SecureFolder;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.FileMode;
import org.jspecify.annotations.Nullable;

/**
 * Writes the files of one move: all of them under private names first, then each in its place by one rename. So a file is
 * the old one or the new one, never half, and a full disk stops the move before its first rename.
 *
 * <p>A file is made in the folder where it belongs. Where that folder is not there yet, or is a file that the move
 * removes, the file is made in a private folder of the next one above it, from which the missing folders will have their
 * group and their access list. No link is followed, see {@link SecureFolder}. One thread uses a writer.
 */
final class WorkTreeWriter implements AutoCloseable {
    private static final String PRIVATE_FOLDER = "new";

    private final FileContents contents;
    private final FolderChain chain;
    private final PrivateFiles privates;
    private final Map<String, PreparedFile> prepared = new HashMap<>();
    private final List<List<String>> privateFolders = new ArrayList<>();
    private @Nullable SecureFolder privateFolder;
    private @Nullable SecureFolder aboveIt;

    /**
     * Opens a writer that has written nothing.
     *
     * @param privates which lists the folders of all paths that will be written
     */
    WorkTreeWriter(FileContents contents, FolderChain chain, PrivateFiles privates) {
        this.contents = contents;
        this.chain = chain;
        this.privates = privates;
    }

    /** Writes the new side of a change under a private name. Nothing that a commit has is touched. */
    void prepare(PathChange change) throws IOException {
        List<String> parent = parentOf(change.path());
        SecureFolder nearest = chain.descend(parent);
        boolean isParent = chain.depth() == parent.size();
        PreparedFile file = new PreparedFile(privates.name(String.valueOf(prepared.size())), chain.depth(), !isParent);
        writeFile(isParent ? nearest : openPrivateFolder(parent.subList(0, chain.depth())), file.name(), change);
        prepared.put(change.path(), file);
    }

    private void writeFile(SecureFolder folder, String name, PathChange change) throws IOException {
        PathContent content = change.to();
        if (contents.isLink(content)) {
            folder.createLink(name, contents.readTarget(change.path(), content));
            return;
        }
        try (OutputStream out = folder.createFile(name, content.mode() == FileMode.EXECUTABLE_FILE)) {
            contents.copyTo(change.path(), content, out);
        }
    }

    /** Opens the private folder in a folder that the chain has open, and makes it where it is missing. */
    private SecureFolder openPrivateFolder(List<String> path) throws IOException {
        SecureFolder above = chain.at(path.size());
        SecureFolder open = privateFolder;
        if (open != null && aboveIt == above) {
            return open;
        }
        closePrivateFolder();
        String name = privates.name(PRIVATE_FOLDER);
        if (above.isFree(name)) {
            above.createFolder(name);
            privateFolders.add(path);
        }
        SecureFolder opened = above.openChild(name).orElseThrow(() -> new NoSuchFileException(name));
        privateFolder = opened;
        aboveIt = above;
        return opened;
    }

    private void closePrivateFolder() throws IOException {
        if (privateFolder != null) {
            privateFolder.close();
            privateFolder = null;
            aboveIt = null;
        }
    }

    /**
     * Gives a prepared file its place, in one rename.
     *
     * @throws RefusedException of type WorkTreeDirty if something of a person's stands there, or where one of its folders
     *     has to be
     */
    void moveIntoPlace(PathChange change) throws IOException {
        String path = change.path();
        PreparedFile file = takePrepared(path);
        try {
            SecureFolder folder = openParent(path, file.depth());
            if (folder.isFolder(nameOf(path))) {
                // A person may have saved a file there since the move looked. Only folders are deleted, the innermost
                // first, and the disk refuses to delete one that has something in it: the person's file stays, as with
                // git.
                folder.deleteEmptyFolders(nameOf(path));
            }
            // A reader that has the old file open reads it to its end. A kill leaves the old file or the new one.
            openFolderOf(path, file).rename(file.name(), folder, nameOf(path));
        } catch (DirectoryNotEmptyException | FileAlreadyExistsException used) {
            throw UncommittedPaths.newWorkTreeDirtyError(List.of(path));
        }
    }

    /** Opens the folder in which a prepared file is, where the chain leads to the file's own folder. */
    private SecureFolder openFolderOf(String path, PreparedFile file) throws IOException {
        return file.isInPrivateFolder()
                ? openPrivateFolder(parentOf(path).subList(0, file.depth()))
                : chain.at(file.depth());
    }

    private PreparedFile takePrepared(String path) {
        PreparedFile file = prepared.remove(path);
        if (file == null) {
            throw new IllegalStateException(path + " was not prepared");
        }
        return file;
    }

    /**
     * Opens the folder of a path, and makes those that are missing.
     *
     * @param sure a depth at which a folder was found when the move began
     * @throws FileAlreadyExistsException if a file or link stands where a folder has to be
     */
    private SecureFolder openParent(String path, int sure) throws IOException {
        List<String> parent = parentOf(path);
        chain.descend(parent);
        if (chain.depth() < sure) {
            throw new NoSuchFileException(path, null, "a folder of it went away while it was written");
        }
        while (chain.depth() < parent.size()) {
            String name = parent.get(chain.depth());
            if (!chain.deepest().isFree(name)) {
                throw new FileAlreadyExistsException(path);
            }
            // Made where a private name may be, and then moved into its place.
            String made = privates.name("folder");
            chain.at(sure).createFolder(made);
            chain.at(sure).rename(made, chain.deepest(), name);
            chain.descend(parent.subList(0, chain.depth() + 1));
        }
        return chain.deepest();
    }

    /** Removes a prepared file whose place has its content already. */
    void discard(PathChange change) throws IOException {
        PreparedFile file = takePrepared(change.path());
        chain.descend(parentOf(change.path()));
        openFolderOf(change.path(), file).deleteFile(file.name());
    }

    /** Removes a file, and the folders above it that are empty then, as git's unlink_entry does it. */
    void remove(String path) throws IOException {
        List<String> parent = parentOf(path);
        SecureFolder folder = chain.descend(parent);
        if (chain.depth() == parent.size()) {
            folder.deleteFile(nameOf(path));
            chain.deleteEmptyFolders();
        }
    }

    /**
     * Writes a file straight to its place, in a work tree that no other process knows.
     *
     * @throws RefusedException of type Unsupported if its name is taken: by one that the file system does not tell from
     *     it
     */
    void writeNew(PathChange change) throws IOException {
        try {
            writeFile(openParent(change.path(), 0), nameOf(change.path()), change);
        } catch (FileAlreadyExistsException taken) {
            throw new RefusedException(
                    ErrorType.UNSUPPORTED,
                    change.path() + " has a name that this file system does not tell from another one of the branch;"
                            + " rename one of them, or use a bare clone",
                    taken);
        }
    }

    /** Ends the move: every file has its place. */
    void finish() throws IOException {
        closePrivateFolder();
        for (List<String> above : privateFolders) {
            chain.descend(above);
            chain.at(above.size()).deleteFolder(privates.name(PRIVATE_FOLDER));
        }
        privates.forget();
    }

    private static List<String> parentOf(String path) {
        List<String> names = PrivateFiles.splitNames(path);
        return names.subList(0, names.size() - 1);
    }

    private static String nameOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Removes what has no place yet, and closes the folders. */
    @Override
    public void close() throws IOException {
        try {
            closePrivateFolder();
            chain.close();
        } finally {
            privates.close();
        }
    }

    /**
     * A file under a private name.
     *
     * @param depth of the folder that has it, or whose private folder has it
     */
    private record PreparedFile(String name, int depth, boolean isInPrivateFolder) {}
}
