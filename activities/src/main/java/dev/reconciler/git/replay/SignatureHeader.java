package dev.reconciler.git.replay;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The header {@code gpgsig} of a commit: the last of the headers, and each line of the signature but the first begins
 * with a space. This is {@code add_header_signature} of git's {@code commit.c}.
 */
final class SignatureHeader {
    private static final byte[] NAME = "gpgsig ".getBytes(StandardCharsets.US_ASCII);

    private SignatureHeader() {}

    /** Adds a signature to a commit that has none. */
    static byte[] addSignature(byte[] commit, String signature) {
        int end = findEndOfHeaders(commit);
        ByteArrayOutputStream out = new ByteArrayOutputStream(commit.length + signature.length() + 32);
        out.write(commit, 0, end);
        out.writeBytes(NAME);
        // "A\n\nB\n" becomes "gpgsig A\n \n B\n".
        String lines = signature.endsWith("\n") ? signature : signature + "\n";
        out.writeBytes(
                lines.substring(0, lines.length() - 1).replace("\n", "\n ").getBytes(StandardCharsets.ISO_8859_1));
        out.write('\n');
        out.write(commit, end, commit.length - end);
        return out.toByteArray();
    }

    /** Whether one commit is the other one with a signature added, and differs in nothing else. */
    static boolean isSigned(byte[] signed, byte[] commit) {
        int end = findEndOfHeaders(commit);
        int rest = commit.length - end;
        int from = signed.length - rest;
        if (from < end + NAME.length
                || !Arrays.equals(signed, 0, end, commit, 0, end)
                || !Arrays.equals(signed, from, signed.length, commit, end, commit.length)
                || !Arrays.equals(signed, end, end + NAME.length, NAME, 0, NAME.length)) {
            return false;
        }
        for (int at = end; at < from; at++) {
            // Another header in between would be a difference.
            if (signed[at] == '\n' && at + 1 < from && signed[at + 1] != ' ') {
                return false;
            }
        }
        return signed[from - 1] == '\n';
    }

    // The headers end with the first empty line. A commit of git always has one.
    private static int findEndOfHeaders(byte[] commit) {
        for (int at = 1; at < commit.length; at++) {
            if (commit[at] == '\n' && commit[at - 1] == '\n') {
                return at;
            }
        }
        return commit.length;
    }
}
