package dev.reconciler.git.index;

import java.nio.charset.StandardCharsets;
import org.eclipse.jgit.lib.Constants;

/** Where what is in an index file: git's {@code gitformat-index}. */
final class IndexFormat {
    static final byte[] SIGNATURE = "DIRC".getBytes(StandardCharsets.US_ASCII);
    static final int HEADER = 12;
    static final int OLDEST_VERSION = 2;
    static final int EXTENDED_VERSION = 3;
    static final int COMPRESSED_VERSION = 4;

    // The fields of an entry up to its path: ten numbers of four bytes, the object, and the flags.
    static final int ID = 40;
    static final int FLAGS = ID + Constants.OBJECT_ID_LENGTH;
    static final int FIXED = FLAGS + 2;
    static final int EXTENDED = 0x4000;
    static final int NAME_LENGTH = 0x0fff;

    private IndexFormat() {}
}
