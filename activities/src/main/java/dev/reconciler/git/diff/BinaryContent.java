package dev.reconciler.git.diff;

/** Tells binary files from texts, as git does where no attribute says which a file is. */
public final class BinaryContent {
    /** Git looks for a zero byte in this many bytes at the beginning ({@code buffer_is_binary}). */
    private static final int LOOKED_AT_FOR_NUL = 8000;

    private BinaryContent() {}

    /** Whether git takes the content for binary. */
    public static boolean isBinary(byte[] content) {
        int end = Math.min(content.length, LOOKED_AT_FOR_NUL);
        for (int i = 0; i < end; i++) {
            if (content[i] == 0) {
                return true;
            }
        }
        return false;
    }
}
