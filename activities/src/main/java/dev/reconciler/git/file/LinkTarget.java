package dev.reconciler.git.file;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What a symbolic link holds: bytes, which need not be a path that Java would write in this way. Of {@code dir/},
 * {@code Path.of} makes {@code dir}, and git would find the link modified.
 */
public final class LinkTarget {
    /** What the kernel takes at most, in bytes, without the NUL byte at the end: PATH_MAX of Linux. */
    public static final int LONGEST = 4095;

    private static final HexFormat ESCAPED = HexFormat.of().withPrefix("%");

    private final byte[] bytes;

    private LinkTarget(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The target that a blob of git has; empty where no link that this program can write has these bytes. */
    public static Optional<LinkTarget> of(byte[] blob) {
        LinkTarget target = new LinkTarget(blob);
        return target.isWritable() ? Optional.of(target) : Optional.empty();
    }

    private boolean isWritable() {
        // The kernel has no link to nothing, and takes a NUL byte for the end.
        if (bytes.length == 0 || bytes.length > LONGEST || hasByte((byte) 0)) {
            return false;
        }
        return Arrays.equals(bytes, decode(path()));
    }

    private boolean hasByte(byte wanted) {
        for (byte each : bytes) {
            if (each == wanted) {
                return true;
            }
        }
        return false;
    }

    /**
     * Reads the bytes of a link.
     *
     * @return empty where Java does not tell what they are
     */
    public static Optional<byte[]> read(Path link) throws IOException {
        Path target = Files.readSymbolicLink(link);
        // Java shows this character for bytes that are no text.
        return target.toString().indexOf('\ufffd') < 0 ? Optional.of(decode(target)) : Optional.empty();
    }

    // A path that was not made of a text keeps its bytes, and shows them where they are a text.
    private static byte[] decode(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The target as a path that Java hands to the system unchanged. A path that is made of a URI keeps each byte, but for
     * doubled slashes: such a target is not {@linkplain #of writable}.
     */
    Path path() {
        boolean isAbsolute = bytes[0] == '/';
        StringBuilder uri = new StringBuilder(isAbsolute ? "file:///" : "file:///x/");
        uri.append(ESCAPED.formatHex(bytes, isAbsolute ? 1 : 0, bytes.length));
        Path path = Path.of(URI.create(uri.toString()));
        return isAbsolute ? path : path.subpath(1, path.getNameCount());
    }
}
