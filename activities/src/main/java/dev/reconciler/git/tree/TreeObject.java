package dev.reconciler.git.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.TreeFormatter;
import org.jspecify.annotations.Nullable;

/** One tree object, its entries ordered by the bytes of their names. */
public final class TreeObject {
    public static final TreeObject EMPTY = new TreeObject(List.of());

    private static final int ID_LENGTH = 20;

    private final List<NamedEntry> entries;

    /** A name and what is there. */
    public record NamedEntry(BytePath name, TreeEntry leaf) {}

    /** @param entries ordered by the bytes of their names */
    public TreeObject(List<NamedEntry> entries) {
        this.entries = entries;
    }

    static TreeObject parse(byte[] raw) {
        List<NamedEntry> entries = new ArrayList<>();
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
        // Git orders a directory as if its name ended in a slash.
        entries.sort(Comparator.comparing(NamedEntry::name));
        return new TreeObject(entries);
    }

    byte[] format() {
        List<NamedEntry> ordered = new ArrayList<>(entries);
        ordered.sort(TreeObject::compareInGitsOrder);
        TreeFormatter out = new TreeFormatter();
        for (NamedEntry entry : ordered) {
            out.append(
                    entry.name().bytes(),
                    FileMode.fromBits(entry.leaf().mode()),
                    entry.leaf().id());
        }
        return out.toByteArray();
    }

    private static int compareInGitsOrder(NamedEntry one, NamedEntry other) {
        byte[] name = one.name().bytes();
        byte[] otherName = other.name().bytes();
        int at = Arrays.mismatch(name, otherName);
        return at < 0 ? 0 : Integer.compare(byteAt(one, name, at), byteAt(other, otherName, at));
    }

    private static int byteAt(NamedEntry entry, byte[] name, int at) {
        if (at < name.length) {
            return name[at] & 0xff;
        }
        return entry.leaf().isTree() ? '/' : 0;
    }

    public List<NamedEntry> entries() {
        return entries;
    }

    public int size() {
        return entries.size();
    }

    /** What is under that name; null where nothing is. */
    @Nullable
    TreeEntry find(BytePath name) {
        int low = 0;
        int high = entries.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = entries.get(middle).name().compareTo(name);
            if (order == 0) {
                return entries.get(middle).leaf();
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }
        return null;
    }
}
