package dev.reconciler.benchmark;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A data repository of a given size, as a stream for {@code git fast-import}: {@code main}, and branches off it for
 * everything that is measured.
 */
final class SampleHistory {
    private static final int FILES_IN_FOLDER = 50;
    private static final int FOLDERS_IN_FOLDER = 40;
    private static final long START = 1_600_000_000L;

    private final int files;
    private final BufferedWriter out;
    private int mark;

    private SampleHistory(int files, BufferedWriter out) {
        this.files = files;
        this.out = out;
    }

    static void write(Path stream, int files, int commits) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(stream, StandardCharsets.US_ASCII)) {
            new SampleHistory(files, out).all(commits);
        }
    }

    private void all(int commits) throws IOException {
        commit("main", 0);
        for (int file = 0; file < files; file++) {
            put(file, "first");
        }
        for (int i = 1; i < commits; i++) {
            commit("main", mark);
            put((int) (i * 7919L % files), "main " + i);
        }
        int main = mark;
        branch("upstream", main, 1, 1);
        branch("ahead-1", main, 1, 3);
        branch("ahead-1000", main, 1000, 3);
        branch("own-1", main, 1, 2);
        branch("own-100", main, 100, 2);
        branch("own-1000", main, 1000, 2);
        branch("conflict", main, 1, 1);
    }

    /** Commits that change one file each, in turn; branches with the same offset change the same files. */
    private void branch(String name, int from, int commits, int offset) throws IOException {
        for (int i = 0; i < commits; i++) {
            commit(name, i == 0 ? from : mark);
            put((int) ((offset + i * 10L) * 31 % files), name + " " + i);
        }
    }

    private void commit(String branch, int parent) throws IOException {
        mark++;
        out.write("commit refs/heads/" + branch + "\nmark :" + mark + "\n");
        out.write("committer Ann Author <ann@example.org> " + (START + mark * 60L) + " +0000\n");
        data("change " + mark + "\n");
        if (parent > 0) {
            out.write("from :" + parent + "\n");
        }
    }

    private void put(int file, String what) throws IOException {
        int folder = file / FILES_IN_FOLDER;
        out.write("M 100644 inline data/" + folder / FOLDERS_IN_FOLDER + "/" + folder + "/" + file + ".json\n");
        StringBuilder text = new StringBuilder("{\n  \"id\": " + file + ",\n");
        for (int line = 0; line < 6; line++) {
            text.append("  \"field")
                    .append(line)
                    .append("\": \"value ")
                    .append(file * 31 + line)
                    .append("\",\n");
        }
        data(text.append("  \"state\": \"").append(what).append("\"\n}\n").toString());
    }

    private void data(String text) throws IOException {
        out.write("data " + text.length() + "\n" + text + "\n");
    }
}
