package dev.reconciler.git.tree;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A path, or one name of a path, as the bytes that git has: they need be no text in any encoding. Paths are ordered by
 * their bytes, each taken as a number from 0 to 255, as {@link TreeObject} orders its names.
 */
public final class BytePath implements Comparable<BytePath> {
    /** The path of the root directory, which has no name. */
    public static final BytePath ROOT = new BytePath(new byte[0]);

    private final byte[] bytes;
    private int hash;

    /** The path that has these bytes, which must not be changed afterwards. */
    public BytePath(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The path that has this text in UTF-8. */
    public static BytePath of(String text) {
        return new BytePath(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The bytes themselves, not a copy: never to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    public boolean isRoot() {
        return bytes.length == 0;
    }

    /** The path of a name in this directory. */
    public BytePath child(BytePath name) {
        if (isRoot()) {
            return name;
        }
        byte[] joined = Arrays.copyOf(bytes, bytes.length + 1 + name.bytes.length);
        joined[bytes.length] = '/';
        System.arraycopy(name.bytes, 0, joined, bytes.length + 1, name.bytes.length);
        return new BytePath(joined);
    }

    /** The directory that holds this path; the root for a single name. */
    public BytePath parent() {
        int slash = lastSlash();
        return slash < 0 ? ROOT : new BytePath(Arrays.copyOf(bytes, slash));
    }

    /**
     * The same path where its directory is called otherwise: of d/s/f with d as the directory and e as its other name,
     * e/s/f.
     *
     * @param directory a directory that the path is {@linkplain #isUnder under}
     * @param other may be the root
     */
    public BytePath replaceDirectory(BytePath directory, BytePath other) {
        return other.child(new BytePath(Arrays.copyOfRange(bytes, directory.bytes.length + 1, bytes.length)));
    }

    /** The last name of the path. */
    public BytePath name() {
        int slash = lastSlash();
        return slash < 0 ? this : new BytePath(Arrays.copyOfRange(bytes, slash + 1, bytes.length));
    }

    private int lastSlash() {
        int at = bytes.length - 1;
        while (at >= 0 && bytes[at] != '/') {
            at--;
        }
        return at;
    }

    /** Whether the path is in that directory or further down; no directory is under itself. */
    public boolean isUnder(BytePath directory) {
        // The slash matters: d/f is under d, and da/f is not, though both begin with d.
        int length = directory.bytes.length;
        return directory.isRoot()
                || (bytes.length > length
                        && bytes[length] == '/'
                        && Arrays.equals(bytes, 0, length, directory.bytes, 0, length));
    }

    @Override
    public int compareTo(BytePath other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BytePath path && Arrays.equals(bytes, path.bytes);
    }

    @Override
    public int hashCode() {
        // Most names of a tree are never looked up, so the hash is computed at the first use. Two threads that race
        // here compute the same number.
        if (hash == 0) {
            hash = Arrays.hashCode(bytes);
        }
        return hash;
    }

    /** Whether the bytes are UTF-8, so that {@link #toString} leads to the file that has this path, and to no other. */
    public boolean isText() {
        return equals(of(toString()));
    }

    /** For people to read; bytes that are no UTF-8 come out as replacement characters, so two paths may look alike. */
    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
