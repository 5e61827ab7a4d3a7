package dev.reconciler.git.attributes;

import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.MergeObjects;
import dev.reconciler.git.tree.TreeEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Where the {@code .gitattributes} files of directories come from. Git's name is {@code read_attr}, with its directions:
 * for a checkout ({@code GIT_ATTR_CHECKOUT}) the index {@linkplain #orElse or else} the work tree, and to compare or add
 * a file ({@code GIT_ATTR_CHECKIN}) the work tree or else the index.
 */
@FunctionalInterface
public interface AttributesSource {
    /** The name of the file that each directory may have. */
    BytePath FILE = BytePath.of(".gitattributes");

    /**
     * Reads the file of one directory.
     *
     * @return null where the directory has none
     * @throws IOException where an object is missing or the disk can't be read
     */
    @Nullable
    AttributesFile read(BytePath directory) throws IOException;

    /** This source, and for a directory that has no file here, another one. */
    default AttributesSource orElse(AttributesSource other) {
        return directory -> {
            AttributesFile file = read(directory);
            return file == null ? other.read(directory) : file;
        };
    }

    /**
     * The files of a tree, read as git reads them from an index or a tree: of a symbolic link, the text of its target.
     *
     * @param root null for the empty tree
     */
    static AttributesSource ofTree(MergeObjects objects, @Nullable ObjectId root) {
        return directory -> {
            TreeEntry file = TreeEntry.file(objects.find(root, directory.child(FILE)));
            return file == null || file.isGitlink()
                    ? null
                    : AttributesFile.ofBlob(readBlob(objects, file.id()), directory.isRoot());
        };
    }

    /**
     * The files of a tree, read as git reads them once the tree is checked out: links are not followed, and count as
     * missing.
     */
    static AttributesSource ofCheckedOutTree(MergeObjects objects, ObjectId root) {
        return directory -> {
            TreeEntry file = objects.find(root, directory.child(FILE));
            return file == null || !file.isRegular()
                    ? null
                    : AttributesFile.ofDisk(readBlob(objects, file.id()), directory.isRoot());
        };
    }

    /** The files of a work tree. One that is a link or can't be read counts as missing. */
    static AttributesSource ofWorkTree(Path root) {
        return directory -> {
            Path file = root.resolve(directory.child(FILE).toString());
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.isReadable(file)
                    ? readFile(file, directory.isRoot())
                    : null;
        };
    }

    private static byte[] readBlob(MergeObjects objects, ObjectId id) throws IOException {
        return objects.blobSize(id) < AttributesFile.TOO_LARGE ? objects.blob(id) : new byte[0];
    }

    /** Reads a file of the disk, whose links were followed or refused before. */
    static AttributesFile readFile(Path file, boolean isMacroAllowed) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes((int) AttributesFile.TOO_LARGE);
            return content.length < AttributesFile.TOO_LARGE
                    ? AttributesFile.ofDisk(content, isMacroAllowed)
                    : AttributesFile.EMPTY;
        }
    }
}
