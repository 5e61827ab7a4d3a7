package dev.reconciler.git.replay;

import dev.reconciler.git.replay.FileEdit.Copy;
import dev.reconciler.git.replay.FileEdit.Cut;
import dev.reconciler.git.replay.FileEdit.Delete;
import dev.reconciler.git.replay.FileEdit.Flip;
import dev.reconciler.git.replay.FileEdit.Insert;
import dev.reconciler.git.replay.FileEdit.Rename;
import dev.reconciler.git.replay.FileEdit.Replace;
import dev.reconciler.git.replay.FileEdit.ReturnLines;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Edits of files by chance: few names, few folders and files that are much alike, so that two sides meet often and a
 * rename has more than one explanation.
 */
final class RandomEdits {
    private static final List<String> FOLDERS = List.of("a", "b", "a/c", "d");

    private final Random random;
    private final Vocabulary vocabulary;
    private final List<String> paths = new ArrayList<>();

    RandomEdits(Random random, Vocabulary vocabulary) {
        this.random = random;
        this.vocabulary = vocabulary;
    }

    /** What names and lines are made of. */
    enum Vocabulary {
        PLAIN(List.of("f", "g", "h", "f.u", "k"), 18, 400),
        /** Names that are quoted, or that look like something else. */
        ODD(List.of("f \u00e9", "g\"q\\", "-h", "\t.u", "\u5b57", "e\u0301", "\ue0ff"), 18, 400),
        /** Lines of few kinds, so that a difference has many explanations. */
        REPETITIVE(List.of("f", "g", "h", "f.u", "k"), 14, 3);

        private final List<String> names;
        private final int longest;
        private final int kinds;

        Vocabulary(List<String> names, int longest, int kinds) {
            this.names = names;
            this.longest = longest;
            this.kinds = kinds;
        }
    }

    /** Makes the first files; the edits after it are of these. */
    List<FileEdit> base() {
        List<FileEdit> base = new ArrayList<>();
        if (chance(4)) {
            base.add(FileEdit.write(".gitattributes", List.of("*.u merge=union\n")));
        }
        int count = 3 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            String path = anyPath();
            if (i > 0 && chance(3)) {
                base.add(new Copy(path(), path));
                base.add(new Replace(path, line(), lines(1)));
            } else {
                base.add(chance(12) ? FileEdit.link(path, "to" + random.nextInt(3)) : file(path));
            }
            paths.add(path);
        }
        return base;
    }

    /** What one commit does. */
    List<FileEdit> edits() {
        List<FileEdit> edits = new ArrayList<>();
        int count = 1 + random.nextInt(2);
        for (int i = 0; i < count; i++) {
            edits.addAll(edit());
        }
        return edits;
    }

    private List<FileEdit> edit() {
        String path = path();
        return switch (random.nextInt(24)) {
            case 0 -> List.of(file(anyPath()));
            case 1 -> List.of(new Delete(path));
            case 2, 3, 4 -> List.of(new Rename(path, anyPath()));
            case 5 -> {
                String to = anyPath();
                yield List.of(new Rename(path, to), new Replace(to, line(), lines(1)));
            }
            case 6, 7 -> List.of(new Rename(folder(), folder()));
            case 8 -> List.of(new Rename(folder(), folder() + "/e"));
            case 9 -> List.of(new Flip(path));
            case 10 -> List.of(new Delete(path), new Delete(folder()), FileEdit.link(path, "to" + random.nextInt(3)));
            case 11 -> List.of(new Rename(path, path + "/inner"));
            case 12 -> {
                String folder = folder();
                yield List.of(new Delete(folder), file(folder));
            }
            case 13 -> List.of(new Copy(path, anyPath()));
            case 14 -> List.of(chance(2) ? new ReturnLines(path) : new Cut(path));
            case 15, 16, 17, 18 -> List.of(textEdit());
            default -> List.of(new Replace(path, line(), lines(random.nextInt(3))));
        };
    }

    /** A few lines more in a file. */
    FileEdit textEdit() {
        return new Insert(path(), line(), lines(1 + random.nextInt(2)));
    }

    /** A new submodule, another commit of it, or a submodule where there was a file. */
    List<FileEdit> module() {
        String path = chance(2) ? "module" : path();
        return List.of(new Delete(path), FileEdit.module(path, random.nextInt(3)));
    }

    FileEdit file(String path) {
        return FileEdit.write(path, lines(1 + line()));
    }

    private int line() {
        return random.nextInt(vocabulary.longest);
    }

    private boolean chance(int in) {
        return random.nextInt(in) == 0;
    }

    /** One that was there at first. */
    private String path() {
        return paths.get(random.nextInt(paths.size()));
    }

    String anyPath() {
        String folder = chance(FOLDERS.size() + 1) ? "" : folder() + "/";
        return folder + vocabulary.names.get(random.nextInt(vocabulary.names.size()));
    }

    private String folder() {
        return FOLDERS.get(random.nextInt(FOLDERS.size()));
    }

    private List<String> lines(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "line " + random.nextInt(chance(4) ? 3 : vocabulary.kinds) + "\n")
                .toList();
    }
}
