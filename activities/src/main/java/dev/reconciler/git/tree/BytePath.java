package dev.reconciler.git.tree;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A path, or one name of it, as the bytes that git has: they need be no text in any encoding. Ordered by byte. */
public final class BytePath implements Comparable<BytePath> {
    public static final BytePath ROOT = new BytePath(new byte[0]);

    private final byte[] bytes;
    private int hash;

    BytePath(byte[] bytes) {
        this.bytes = bytes;
    }

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

    public BytePath child(BytePath name) {
        if (isRoot()) {
            return name;
        }
        byte[] joined = Arrays.copyOf(bytes, bytes.length + 1 + name.bytes.length);
        joined[bytes.length] = '/';
        System.arraycopy(name.bytes, 0, joined, bytes.length + 1, name.bytes.length);
        return new BytePath(joined);
    }

    /** The directory it is in; the root for a single name. */
    public BytePath parent() {
        int slash = lastSlash();
        return slash < 0 ? ROOT : new BytePath(Arrays.copyOf(bytes, slash));
    }

    /** Its last name. */
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

    /** Whether it is in that directory or further down. */
    public boolean isUnder(BytePath directory) {
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
        // Most names of a tree are never looked up. A race computes the same again.
        if (hash == 0) {
            hash = Arrays.hashCode(bytes);
        }
        return hash;
    }

    /** For people to read; bytes that are no UTF-8 come out as replacement characters. */
    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
