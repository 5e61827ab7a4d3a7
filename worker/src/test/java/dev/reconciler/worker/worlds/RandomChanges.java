package dev.reconciler.worker.worlds;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Changes of files by chance: of few names and few lines, so that two sides meet often, and part often without a
 * conflict.
 */
final class RandomChanges {
    static final int LINES = 12;

    private static final List<String> NAMES =
            List.of("a.txt", "b.txt", "d/c.txt", "d/e/f.txt", "d/g h.txt", "\u00e9.txt", "x.ign", "k", "z/y");
    private static final int MANY = 60;

    private final ObjectPlumbing objects;
    private final ObjectId commit;
    private final Set<String> paths;
    private final Random random;
    private final String mark;

    /** @param mark a word that no other commit writes */
    RandomChanges(ObjectPlumbing objects, ObjectId commit, Random random, String mark) throws IOException {
        this.objects = objects;
        this.commit = commit;
        this.paths = objects.listFiles(commit);
        this.random = random;
        this.mark = mark;
    }

    List<FileChange> choose() throws IOException {
        List<FileChange> changes = new ArrayList<>();
        int kind = random.nextInt(20);
        if (kind == 0) {
            String folder = "many" + random.nextInt(2);
            for (int i = 0; i < MANY; i++) {
                add(changes, new FileChange(folder + "/" + i, FileMode.REGULAR_FILE, bytes(mark + "\n")));
            }
        } else if (kind == 1) {
            // Nothing: an empty commit.
            return changes;
        } else {
            int count = 1 + random.nextInt(3);
            for (int i = 0; i < count; i++) {
                chooseOne(changes);
            }
        }
        return changes;
    }

    private void chooseOne(List<FileChange> changes) throws IOException {
        String path = NAMES.get(random.nextInt(NAMES.size()));
        if (!paths.contains(path)) {
            add(changes, new FileChange(path, FileMode.REGULAR_FILE, bytes(text(mark))));
            return;
        }
        FileMode mode = objects.modeOf(commit, path);
        byte[] old = objects.read(commit, path);
        switch (random.nextInt(14)) {
            case 0 -> changes.add(FileChange.deletion(path));
            case 1 -> {
                String target = NAMES.get(random.nextInt(NAMES.size()));
                if (!paths.contains(target) && add(changes, new FileChange(target, mode, old))) {
                    changes.add(FileChange.deletion(path));
                }
            }
            case 2 -> add(changes, new FileChange(path, flip(mode), old));
            case 3 -> add(changes, new FileChange(path, FileMode.SYMLINK, bytes("to-" + mark)));
            case 4 -> add(changes, new FileChange(path, FileMode.REGULAR_FILE, bytes("\0" + mark)));
            case 5 -> add(changes, new FileChange(path, FileMode.REGULAR_FILE, bytes(text(mark))));
            default -> add(changes, new FileChange(path, mode, edit(old)));
        }
    }

    private static FileMode flip(FileMode mode) {
        return FileMode.REGULAR_FILE.equals(mode) ? FileMode.EXECUTABLE_FILE : FileMode.REGULAR_FILE;
    }

    private boolean add(List<FileChange> changes, FileChange change) {
        changes.removeIf(other -> other.path().equals(change.path()));
        return changes.add(change);
    }

    // One line of the text is another one: two such changes meet in the same line, or close by, or not at all.
    private byte[] edit(byte[] old) {
        List<String> lines =
                new ArrayList<>(new String(old, StandardCharsets.UTF_8).lines().toList());
        if (lines.isEmpty()) {
            return bytes(text(mark));
        }
        lines.set(random.nextInt(lines.size()), mark);
        return bytes(String.join("\n", lines) + "\n");
    }

    private static String text(String mark) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < LINES; i++) {
            text.append(mark).append(' ').append(i).append('\n');
        }
        return text.toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
