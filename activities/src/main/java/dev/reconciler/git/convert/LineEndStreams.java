package dev.reconciler.git.convert;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Line ends changed while the bytes pass. */
final class LineEndStreams {
    private static final int BUFFER = 1 << 16;

    private LineEndStreams() {}

    /** Copies a content; each LF that has no CR before it gets one. */
    static void copyWithCrLf(InputStream from, OutputStream to) throws IOException {
        byte[] in = new byte[BUFFER];
        byte[] out = new byte[2 * BUFFER];
        int before = 0;
        for (int length = from.read(in); length > 0; length = from.read(in)) {
            int end = 0;
            for (int i = 0; i < length; i++) {
                if (in[i] == '\n' && before != '\r') {
                    out[end++] = '\r';
                }
                out[end++] = in[i];
                before = in[i];
            }
            to.write(out, 0, end);
        }
    }

    /** The same content without the CR of each CR LF. */
    static InputStream withLf(InputStream from) {
        return new LfInputStream(from);
    }

    private static final class LfInputStream extends FilterInputStream {
        private static final int NOTHING = -2;

        private final byte[] buffer = new byte[BUFFER];
        private int at;
        private int end;
        private int ahead = NOTHING;

        LfInputStream(InputStream from) {
            super(from);
        }

        @Override
        public int read() throws IOException {
            int octet = next();
            if (octet == '\r') {
                int after = next();
                if (after == '\n') {
                    return '\n';
                }
                ahead = after;
            }
            return octet;
        }

        private int next() throws IOException {
            if (ahead != NOTHING) {
                int kept = ahead;
                ahead = NOTHING;
                return kept;
            }
            if (at == end) {
                end = Math.max(in.read(buffer), 0);
                at = 0;
            }
            return at == end ? -1 : buffer[at++] & 0xff;
        }

        @Override
        public int read(byte[] to, int start, int length) throws IOException {
            int done = 0;
            while (done < length) {
                int octet = read();
                if (octet < 0) {
                    break;
                }
                to[start + done] = (byte) octet;
                done++;
            }
            return done == 0 && length > 0 ? -1 : done;
        }
    }
}
