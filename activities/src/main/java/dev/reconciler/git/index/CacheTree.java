package dev.reconciler.git.index;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.jspecify.annotations.Nullable;

/**
 * The extension {@code TREE} of an index: the tree that the entries of each folder make, so that git needs not make it
 * anew for {@code git status} and {@code git commit}. A folder with a changed entry has none until git makes it.
 */
final class CacheTree {
    private static final int UNKNOWN = -1;

    private final byte[] name;
    private final List<CacheTree> folders = new ArrayList<>();
    private int entries;
    private byte[] id;

    private CacheTree(byte[] name, int entries) {
        this.name = name;
        this.entries = entries;
        this.id = new byte[0];
    }

    /** Reads the extension; empty where it is broken, since git does without it as well. */
    static Optional<CacheTree> parse(byte[] file, int start, int length) {
        Parser parser = new Parser(file, start, start + length);
        @Nullable CacheTree root = parser.readFolder();
        return root == null || parser.at != parser.end ? Optional.empty() : Optional.of(root);
    }

    /** Forgets the trees of the folders that a path is in, as git's {@code do_invalidate_path}. */
    void forget(byte[] path) {
        CacheTree folder = this;
        int start = 0;
        while (true) {
            folder.entries = UNKNOWN;
            int slash = indexOfSlash(path, start);
            byte[] part = Arrays.copyOfRange(path, start, slash < 0 ? path.length : slash);
            int place = folder.findFolder(part);
            if (slash < 0) {
                // A file has taken the place of the folder.
                if (place >= 0) {
                    folder.folders.remove(place);
                }
                return;
            }
            if (place < 0) {
                return;
            }
            folder = folder.folders.get(place);
            start = slash + 1;
        }
    }

    private int findFolder(byte[] part) {
        for (int i = 0; i < folders.size(); i++) {
            if (Arrays.equals(folders.get(i).name, part)) {
                return i;
            }
        }
        return -1;
    }

    private static int indexOfSlash(byte[] path, int start) {
        for (int i = start; i < path.length; i++) {
            if (path[i] == '/') {
                return i;
            }
        }
        return -1;
    }

    /** The extension's content. */
    byte[] format() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        formatInto(out);
        return out.toByteArray();
    }

    private void formatInto(ByteArrayOutputStream out) {
        out.writeBytes(name);
        out.write(0);
        out.writeBytes((entries + " " + folders.size() + "\n").getBytes(StandardCharsets.US_ASCII));
        if (entries >= 0) {
            out.writeBytes(id);
        }
        folders.forEach(folder -> folder.formatInto(out));
    }

    /** Reads folders from the outermost on: a name, a NUL, two numbers, and the tree where it is known. */
    private static final class Parser {
        private final byte[] file;
        private final int end;
        private int at;

        Parser(byte[] file, int start, int end) {
            this.file = file;
            this.at = start;
            this.end = end;
        }

        @Nullable
        CacheTree readFolder() {
            byte @Nullable [] name = readUntil((byte) 0);
            int entries = readNumber((byte) ' ');
            int folders = readNumber((byte) '\n');
            if (name == null || entries < UNKNOWN || folders < 0) {
                return null;
            }
            CacheTree tree = new CacheTree(name, entries);
            if (entries >= 0) {
                if (at + Constants.OBJECT_ID_LENGTH > end) {
                    return null;
                }
                tree.id = Arrays.copyOfRange(file, at, at + Constants.OBJECT_ID_LENGTH);
                at += Constants.OBJECT_ID_LENGTH;
            }
            for (int i = 0; i < folders; i++) {
                @Nullable CacheTree folder = readFolder();
                if (folder == null) {
                    return null;
                }
                tree.folders.add(folder);
            }
            return tree;
        }

        private byte @Nullable [] readUntil(byte last) {
            int start = at;
            while (at < end && file[at] != last) {
                at++;
            }
            return at == end ? null : Arrays.copyOfRange(file, start, at++);
        }

        private int readNumber(byte last) {
            byte @Nullable [] digits = readUntil(last);
            try {
                return digits == null
                        ? Integer.MIN_VALUE
                        : Integer.parseInt(new String(digits, StandardCharsets.US_ASCII));
            } catch (NumberFormatException broken) {
                return Integer.MIN_VALUE;
            }
        }
    }
}
