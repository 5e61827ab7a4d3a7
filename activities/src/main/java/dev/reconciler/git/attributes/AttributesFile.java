package dev.reconciler.git.attributes;

import dev.reconciler.git.attributes.AttributesLine.AttributeWord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The lines of one attribute file, in order, without those that git ignores. Git reads a file of the disk
 * ({@code read_attr_from_file}) and a blob ({@code read_attr_from_buf}) a little differently, and so there are two ways
 * in.
 */
public final class AttributesFile {
    /** A file of that many bytes or more counts as empty, for git's {@code ATTR_MAX_FILE_SIZE}. */
    public static final long TOO_LARGE = 100L << 20;

    /** A file that says nothing. */
    public static final AttributesFile EMPTY = new AttributesFile(List.of());

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final List<AttributesLine> lines;
    private final Map<String, List<AttributeWord>> macros = new HashMap<>();

    private AttributesFile(List<AttributesLine> lines) {
        this.lines = List.copyOf(lines);
        // The last definition of a macro wins.
        for (AttributesLine line : lines) {
            if (line.macro() != null) {
                macros.put(line.macro(), line.words());
            }
        }
    }

    /**
     * Reads what a file of the disk holds.
     *
     * @param isMacroAllowed whether the file is at the root of a work tree, or outside of it
     */
    public static AttributesFile ofDisk(byte[] content, boolean isMacroAllowed) {
        boolean isMarked = Arrays.equals(
                BYTE_ORDER_MARK, Arrays.copyOf(content, Math.min(content.length, BYTE_ORDER_MARK.length)));
        List<byte[]> lines = splitLines(content, isMarked ? BYTE_ORDER_MARK.length : 0);
        // A carriage return at the end of a line does not count for its length, and a NUL byte ends its line.
        lines.replaceAll(line -> Arrays.copyOf(line, Math.min(findNul(line), lengthWithoutReturn(line))));
        return parse(lines, isMacroAllowed);
    }

    /**
     * Reads what a blob holds. A byte order mark is part of the first pattern here, and a NUL byte ends the file.
     *
     * @param isMacroAllowed whether the file is at the root of its tree
     */
    public static AttributesFile ofBlob(byte[] content, boolean isMacroAllowed) {
        return parse(splitLines(Arrays.copyOf(content, findNul(content)), 0), isMacroAllowed);
    }

    /** A file of these lines, where macros are allowed. */
    static AttributesFile ofLines(String lines) {
        return ofBlob(lines.getBytes(StandardCharsets.UTF_8), true);
    }

    private static AttributesFile parse(List<byte[]> texts, boolean isMacroAllowed) {
        List<AttributesLine> lines = new ArrayList<>();
        for (byte[] text : texts) {
            AttributesLine line = AttributesLine.parse(text, isMacroAllowed);
            if (line != null) {
                lines.add(line);
            }
        }
        return lines.isEmpty() ? EMPTY : new AttributesFile(lines);
    }

    private static List<byte[]> splitLines(byte[] content, int from) {
        List<byte[]> lines = new ArrayList<>();
        int start = from;
        for (int i = from; i < content.length; i++) {
            if (content[i] == '\n') {
                lines.add(Arrays.copyOfRange(content, start, i));
                start = i + 1;
            }
        }
        lines.add(Arrays.copyOfRange(content, start, content.length));
        return lines;
    }

    private static int lengthWithoutReturn(byte[] line) {
        int length = line.length;
        return length > 0 && line[length - 1] == '\r' ? length - 1 : length;
    }

    private static int findNul(byte[] content) {
        int at = 0;
        while (at < content.length && content[at] != 0) {
            at++;
        }
        return at;
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    List<AttributesLine> lines() {
        return lines;
    }

    /** What a macro stands for; null where the file does not define it. */
    @Nullable
    List<AttributeWord> macro(String name) {
        return macros.get(name);
    }
}
