package dev.reconciler.git.convert;

import java.io.IOException;
import java.io.InputStream;

/** Counts by which git tells a text from a binary file, and its line ends: {@code gather_stats} in {@code convert.c}. */
final class TextStatistics {
    private static final int BUFFER = 1 << 16;
    private static final int DELETE = 127;
    private static final int END_OF_FILE = 26;

    private long loneCrs;
    private long loneLfs;
    private long crLfs;
    private long nuls;
    private long printables;
    private long others;
    private long size;

    private TextStatistics() {}

    static TextStatistics of(InputStream content) throws IOException {
        TextStatistics counts = new TextStatistics();
        byte[] buffer = new byte[BUFFER];
        int before = 0;
        for (int length = content.read(buffer); length > 0; length = content.read(buffer)) {
            for (int i = 0; i < length; i++) {
                counts.count(before, buffer[i] & 0xff);
                before = buffer[i] & 0xff;
            }
        }
        // The end mark of DOS makes no text binary.
        if (counts.size > 0 && before == END_OF_FILE) {
            counts.others--;
        }
        return counts;
    }

    // A CR counts as a lone one until its LF comes.
    private void count(int before, int octet) {
        size++;
        switch (octet) {
            case '\r' -> loneCrs++;
            case '\n' -> {
                if (before == '\r') {
                    loneCrs--;
                    crLfs++;
                } else {
                    loneLfs++;
                }
            }
            case 0 -> {
                nuls++;
                others++;
            }
            case '\b', '\t', '\f', 27 -> printables++;
            default -> {
                if (octet < ' ' || octet == DELETE) {
                    others++;
                } else {
                    printables++;
                }
            }
        }
    }

    boolean isBinary() {
        return loneCrs > 0 || nuls > 0 || (printables >> 7) < others;
    }

    boolean hasLoneLf() {
        return loneLfs > 0;
    }

    boolean hasCr() {
        return loneCrs > 0 || crLfs > 0;
    }

    boolean hasCrLf() {
        return crLfs > 0;
    }

    /** How many bytes the content has without the CR of each CR LF. */
    long sizeWithLf() {
        return size - crLfs;
    }
}
