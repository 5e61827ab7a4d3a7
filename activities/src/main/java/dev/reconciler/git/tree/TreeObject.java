package dev.reconciler.git.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.TreeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * One tree object of git. Its {@link NamedEntry} are ordered by the bytes of their names, which is not the order in
 * which git stores them: so one name of several trees is at hand at the same time, whether it is a file or a directory
 * ({@link ParallelTreeWalk}).
 */
public final class TreeObject {
    /** The tree without entries. */
    public static final TreeObject EMPTY = new TreeObject(List.of());

    private static final int ID_LENGTH = 20;

    private final List<NamedEntry> entries;

    /** @param entries ordered by the bytes of their names */
    public TreeObject(List<NamedEntry> entries) {
        this.entries = entries;
    }

    /** Reads the content of a tree object. */
    static TreeObject parse(byte[] raw) {
        List<NamedEntry> entries = new ArrayList<>();
        // Each entry is written as: mode in octal digits, a space, the name, a NUL byte, the 20 bytes of the id.
        int at = 0;
        while (at < raw.length) {
            int mode = 0;
            for (; raw[at] != ' '; at++) {
                mode = mode << 3 | raw[at] - '0';
            }
            int nameStart = ++at;
            while (raw[at] != 0) {
                at++;
            }
            BytePath name = new BytePath(Arrays.copyOfRange(raw, nameStart, at));
            entries.add(new NamedEntry(name, TreeEntry.canonical(mode, ObjectId.fromRaw(raw, at + 1))));
            at += 1 + ID_LENGTH;
        }
        // Git has stored a directory as if its name ended in a slash: d-e, d/, d0. By name alone the order is d, d-e,
        // d0.
        entries.sort(Comparator.comparing(NamedEntry::name));
        return new TreeObject(entries);
    }

    /** Writes the content of the tree object, byte for byte as git writes it. */
    byte[] format() {
        List<NamedEntry> ordered = new ArrayList<>(entries);
        ordered.sort(TreeObject::compareInGitsOrder);
        TreeFormatter out = new TreeFormatter();
        for (NamedEntry named : ordered) {
            out.append(
                    named.name().bytes(),
                    FileMode.fromBits(named.entry().mode()),
                    named.entry().id());
        }
        return out.toByteArray();
    }

    // Git's base_name_compare: a directory is ordered as if its name ended in a slash. Example: the directory d comes
    // after the file d-e and before the file d0, as - is less than / and / is less than 0.
    private static int compareInGitsOrder(NamedEntry one, NamedEntry other) {
        byte[] name = one.name().bytes();
        byte[] otherName = other.name().bytes();
        // The first byte that differs decides, and that may be the slash after the end of the shorter name.
        int at = Arrays.mismatch(name, otherName);
        return at < 0 ? 0 : Integer.compare(byteAt(one, name, at), byteAt(other, otherName, at));
    }

    private static int byteAt(NamedEntry named, byte[] name, int at) {
        if (at < name.length) {
            return name[at] & 0xff;
        }
        return named.entry().isTree() ? '/' : 0;
    }

    /** All entries, ordered by the bytes of their names. */
    public List<NamedEntry> entries() {
        return entries;
    }

    public int size() {
        return entries.size();
    }

    /** The entry under that name; null where the tree has none. */
    @Nullable
    TreeEntry find(BytePath name) {
        // The names are in order, so each step leaves half of them.
        int low = 0;
        int high = entries.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = entries.get(middle).name().compareTo(name);
            if (order == 0) {
                return entries.get(middle).entry();
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }
        return null;
    }

    /** A name, and the entry under that name. */
    public record NamedEntry(BytePath name, TreeEntry entry) {}
}
