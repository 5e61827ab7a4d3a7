package dev.reconciler.git.checkout;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.file.DiskSync;
import dev.reconciler.git.file.FolderChain;
import dev.reconciler.git.file.PacedWriting;
import dev.reconciler.git.file.PrivateFiles;
import dev.reconciler.git.file.SecureFolder;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
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
 * group and their access list. No link is followed, see {@link SecureFolder}. One thread at a time uses a writer; several
 * writers of one move work at the same time, see {@link #divide}.
 */
final class WorkTreeWriter implements AutoCloseable {
    private static final String PRIVATE_FOLDER = "new";

    /** So many bytes are written before the disk has to have them. */
    private static final long BIT = 16 << 20;

    /** Shorter than a fetch waits: an application waits for the repository meanwhile. */
    private static final Duration LONGEST_WAIT = Duration.ofMillis(50);

    private final Path root;
    private final FileContents contents;
    private final FolderChain chain;
    private final PrivateFiles privates;
    private final DiskSync syncs;
    private final PacedWriting pace;
    /** Sets the private names of this writer apart from those of the other writers of the move. */
    private final String mark;

    private final List<WorkTreeWriter> others = new ArrayList<>();
    private final Map<String, PreparedFile> prepared = new HashMap<>();
    private final List<List<String>> privateFolders = new ArrayList<>();
    private @Nullable SecureFolder privateFolder;
    private @Nullable SecureFolder aboveIt;

    /**
     * Opens a writer that has written nothing.
     *
     * @param root the root of the work tree
     * @param privates which lists the folders of all paths that will be written
     * @param syncs takes the names that are written and removed
     */
    WorkTreeWriter(Path root, FileContents contents, FolderChain chain, PrivateFiles privates, DiskSync syncs) {
        this(root, contents, chain, privates, syncs, "");
    }

    private WorkTreeWriter(
            Path root, FileContents contents, FolderChain chain, PrivateFiles privates, DiskSync syncs, String mark) {
        this.mark = mark;
        this.root = root;
        this.contents = contents;
        this.chain = chain;
        this.privates = privates;
        this.syncs = syncs;
        this.pace = new PacedWriting(BIT, LONGEST_WAIT, () -> DiskSync.forceFileSystem(root));
    }

    /**
     * Answers that many writers of this move, each for a thread of its own; this one is the first, and ends and closes the
     * others. They may prepare files at the same time, and move those into place whose folder is there: {@link
     * #isPrepared}.
     */
    List<WorkTreeWriter> divide(int count) throws IOException {
        List<WorkTreeWriter> writers = new ArrayList<>(List.of(this));
        while (writers.size() < count) {
            WorkTreeWriter other = new WorkTreeWriter(
                    root, contents, new FolderChain(root), privates, syncs, mark + writers.size() + "-");
            others.add(other);
            writers.add(other);
        }
        return writers;
    }

    /**
     * Whether a file is prepared and has no place yet.
     *
     * @param besideItsPlace whether it is in the folder where its place is, so that no folder has to be made for it
     */
    boolean isPrepared(PathChange change, boolean besideItsPlace) {
        PreparedFile file = prepared.get(change.path());
        return file != null && file.isInPrivateFolder() != besideItsPlace;
    }

    /** Writes the new side of a change under a private name. Nothing that a commit has is touched. */
    void prepare(PathChange change) throws IOException {
        List<String> parent = parentOf(change.path());
        SecureFolder nearest = chain.descend(parent);
        boolean isParent = chain.depth() == parent.size();
        PreparedFile file = new PreparedFile(
                privates.name(mark + prepared.size()), chain.depth(), !isParent, contents.isLink(change.to()));
        writeFile(isParent ? nearest : openPrivateFolder(parent.subList(0, chain.depth())), file.name(), change);
        prepared.put(change.path(), file);
    }

    private void writeFile(SecureFolder folder, String name, PathChange change) throws IOException {
        PathContent content = change.to();
        if (contents.isLink(content)) {
            folder.createLink(name, contents.readTarget(change.path(), content));
            return;
        }
        boolean isExecutable = content.mode() == FileMode.EXECUTABLE_FILE;
        try (OutputStream out = pace.pace(folder.createFile(name, isExecutable))) {
            contents.copyTo(change.path(), content, out);
        }
    }

    /** Returns once the prepared files of this writer and the others are on the disk. */
    void syncPrepared() throws IOException {
        addPrepared();
        others.forEach(WorkTreeWriter::addPrepared);
        syncs.flush();
    }

    private void addPrepared() {
        prepared.forEach((path, file) -> {
            List<String> folder = new ArrayList<>(parentOf(path).subList(0, file.depth()));
            if (file.isInPrivateFolder()) {
                folder.add(privates.name(mark + PRIVATE_FOLDER));
            }
            Path place = root.resolve(String.join("/", folder)).resolve(file.name());
            // A link has its target in the folder, and to open it would lead elsewhere.
            if (file.isLink()) {
                syncs.addName(place);
            } else {
                syncs.add(place);
            }
        });
    }

    /** Opens the private folder in a folder that the chain has open, and makes it where it is missing. */
    private SecureFolder openPrivateFolder(List<String> path) throws IOException {
        SecureFolder above = chain.at(path.size());
        SecureFolder open = privateFolder;
        if (open != null && aboveIt == above) {
            return open;
        }
        closePrivateFolder();
        String name = privates.name(mark + PRIVATE_FOLDER);
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
            syncs.addName(root.resolve(path));
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
            String made = privates.name(mark + "folder");
            chain.at(sure).createFolder(made);
            chain.at(sure).rename(made, chain.deepest(), name);
            syncs.addName(root.resolve(String.join("/", parent.subList(0, chain.depth() + 1))));
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
            // Of the folders above the path, the first one that is left.
            syncs.add(root.resolve(String.join("/", parent.subList(0, chain.depth()))));
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

    /** Ends the move: every file of this writer and the others has its place. */
    void finish() throws IOException {
        deletePrivateFolders();
        for (WorkTreeWriter other : others) {
            other.deletePrivateFolders();
        }
        // A power cut that takes a file back to its private name must not take the list that leads to it.
        syncs.flush();
        privates.forget();
    }

    private void deletePrivateFolders() throws IOException {
        closePrivateFolder();
        for (List<String> above : privateFolders) {
            chain.descend(above);
            chain.at(above.size()).deleteFolder(privates.name(mark + PRIVATE_FOLDER));
            syncs.add(root.resolve(String.join("/", above)));
        }
    }

    private static List<String> parentOf(String path) {
        List<String> names = PrivateFiles.splitNames(path);
        return names.subList(0, names.size() - 1);
    }

    private static String nameOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Removes what has no place yet, and closes the folders of this writer and the others. */
    @Override
    public void close() throws IOException {
        try {
            for (WorkTreeWriter other : others) {
                other.closeFolders();
            }
            closeFolders();
        } finally {
            privates.close();
        }
    }

    private void closeFolders() throws IOException {
        closePrivateFolder();
        chain.close();
    }

    /**
     * A file under a private name.
     *
     * @param depth of the folder that has it, or whose private folder has it
     */
    private record PreparedFile(String name, int depth, boolean isInPrivateFolder, boolean isLink) {}
}
