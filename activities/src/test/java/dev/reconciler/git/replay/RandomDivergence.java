package dev.reconciler.git.replay;

import dev.reconciler.git.replay.DivergedHistory.Cross;
import dev.reconciler.git.replay.DivergedHistory.Step;
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
 * Divergences by seed: few names, few folders and files that are much alike, so that the two sides meet often and a
 * rename has more than one explanation.
 */
final class RandomDivergence {
    private static final List<String> FOLDERS = List.of("", "a/", "b/", "a/c/", "d/");
    private static final List<String> NAMES = List.of("f", "g", "h", "f.u", "k");
    private static final int LONGEST = 18;

    private final Random random;
    private final List<String> paths = new ArrayList<>();
    private final List<FileEdit> shared = new ArrayList<>();

    private RandomDivergence(long seed) {
        this.random = new Random(seed);
    }

    static DivergedHistory of(long seed) {
        return new RandomDivergence(seed).make();
    }

    private DivergedHistory make() {
        List<FileEdit> base = base();
        // A change that both sides make is what a cherry-pick leaves.
        shared.addAll(edits());
        Cross cross = chance(12) ? new Cross(edits(), edits()) : Cross.NONE;
        return new DivergedHistory(base, cross, steps(true), steps(false));
    }

    private List<FileEdit> base() {
        List<FileEdit> base = new ArrayList<>();
        if (chance(4)) {
            base.add(FileEdit.write(".gitattributes", List.of("*.u merge=union\n")));
        }
        int count = 3 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            String path = anyPath();
            if (i > 0 && chance(3)) {
                base.add(new Copy(path(), path));
                base.add(new Replace(path, random.nextInt(LONGEST), lines(1)));
            } else {
                base.add(chance(12) ? FileEdit.link(path, "to" + random.nextInt(3)) : file(path));
            }
            paths.add(path);
        }
        return base;
    }

    private FileEdit file(String path) {
        return FileEdit.write(path, lines(1 + random.nextInt(LONGEST)));
    }

    private List<Step> steps(boolean mayMerge) {
        return IntStream.range(0, 1 + random.nextInt(3))
                .mapToObj(i -> step(mayMerge && chance(12)))
                .toList();
    }

    private Step step(boolean isMerge) {
        CommitMetadata metadata = chance(3)
                ? CommitMetadata.values()[random.nextInt(CommitMetadata.values().length)]
                : CommitMetadata.PLAIN;
        List<FileEdit> edits = chance(14) ? List.of() : chance(10) ? List.copyOf(shared) : edits();
        return new Step(edits, isMerge ? edits() : List.of(), metadata);
    }

    private List<FileEdit> edits() {
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
                yield List.of(new Rename(path, to), new Replace(to, random.nextInt(LONGEST), lines(1)));
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
            case 15, 16, 17, 18 -> List.of(new Insert(path, random.nextInt(LONGEST), lines(1 + random.nextInt(2))));
            default -> List.of(new Replace(path, random.nextInt(LONGEST), lines(random.nextInt(3))));
        };
    }

    private boolean chance(int in) {
        return random.nextInt(in) == 0;
    }

    /** One that was there at first. */
    private String path() {
        return paths.get(random.nextInt(paths.size()));
    }

    private String anyPath() {
        return FOLDERS.get(random.nextInt(FOLDERS.size())) + NAMES.get(random.nextInt(NAMES.size()));
    }

    private String folder() {
        return List.of("a", "b", "a/c", "d").get(random.nextInt(4));
    }

    private List<String> lines(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "line " + (chance(4) ? random.nextInt(3) : random.nextInt(400)) + "\n")
                .toList();
    }
}
