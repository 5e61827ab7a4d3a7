package dev.reconciler.worker.power.record;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * An effect of a run that came to be, and what its file was after it. The head of {@code power/effects.c} has the form in
 * which it is recorded.
 *
 * @param from the path before, of what was renamed or linked; otherwise empty
 */
record RecordedEffect(String what, long inode, FileVersion version, Path path, Path from) {
    private static final Set<String> BY_NAME = Set.of("open", "mkdir", "symlink");

    /** All effects of a record, in the order in which they came to be. */
    static List<RecordedEffect> readAll(Path record) throws IOException {
        byte[] bytes = Files.readAllBytes(record);
        List<RecordedEffect> effects = new ArrayList<>();
        int start = 0;
        while (start < bytes.length) {
            int end = start;
            while (bytes[end] != '\n') {
                end++;
            }
            String[] fields = new String(bytes, start, end - start, StandardCharsets.UTF_8).split("\t", -1);
            start = end + 1 + Integer.parseInt(fields[4]);
            effects.add(parse(fields, Arrays.copyOfRange(bytes, end + 1, start)));
        }
        return effects;
    }

    private static RecordedEffect parse(String[] fields, byte[] content) {
        FileVersion version = new FileVersion(Integer.parseInt(fields[2], 8), Long.parseLong(fields[3]), content);
        return new RecordedEffect(
                fields[0],
                Long.parseLong(fields[1]),
                version,
                Path.of(fields[5]).normalize(),
                Path.of(fields[6]).normalize());
    }

    /** Whether the path is the one by which a program asked, and not one that an open file had. */
    boolean isByName() {
        return BY_NAME.contains(what);
    }

    /** Whether it is known from now on that the application was told of a move: the call is no longer owed. */
    boolean isAnswerNoted() {
        return what.equals("unlink") && path.toString().endsWith(".reload");
    }

    @Override
    public String toString() {
        return what + " " + path;
    }
}
