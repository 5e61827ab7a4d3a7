package dev.reconciler.git.diff;

/** Tells binary contents from texts, as git does where no attribute says which of them a file is. */
public final class BinaryContent {
    /** Git looks for a NUL byte in that many bytes at the beginning ({@code FIRST_FEW_BYTES}). */
    private static final int LOOKED_AT_FOR_NUL = 8000;

    private BinaryContent() {}

    /** Whether git takes the content for binary: a NUL byte stands near its beginning. */
    public static boolean isBinary(byte[] content) {
        // This is git's buffer_is_binary. A NUL byte further down makes no binary of a long text: git sees a text too.
        int end = Math.min(content.length, LOOKED_AT_FOR_NUL);
        for (int i = 0; i < end; i++) {
            if (content[i] == 0) {
                return true;
            }
        }
        return false;
    }
}
