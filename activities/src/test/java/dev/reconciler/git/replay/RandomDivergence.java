package dev.reconciler.git.replay;

import dev.reconciler.git.replay.Divergence.Delete;
import dev.reconciler.git.replay.Divergence.FileEdit;
import dev.reconciler.git.replay.Divergence.Flip;
import dev.reconciler.git.replay.Divergence.Insert;
import dev.reconciler.git.replay.Divergence.Rename;
import dev.reconciler.git.replay.Divergence.Replace;
import dev.reconciler.git.replay.Divergence.Step;
import dev.reconciler.git.replay.Divergence.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Divergences by seed: few files, few kinds of lines, so that the two sides meet often. */
final class RandomDivergence {
    private static final List<String> FOLDERS = List.of("", "a/", "b/", "a/c/");

    private final Random random;
    private final List<FileEdit> shared = new ArrayList<>();

    private RandomDivergence(long seed) {
        this.random = new Random(seed);
    }

    static Divergence of(long seed) {
        return new RandomDivergence(seed).make();
    }

    private Divergence make() {
        List<FileEdit> base = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            base.add(new Write(path(i), lines(4 + random.nextInt(14))));
        }
        // A change that both sides make is what a cherry-pick leaves.
        for (int i = 0; i < 2; i++) {
            shared.add(edit());
        }
        return new Divergence(base, steps(true), steps(false));
    }

    private List<Step> steps(boolean mayMerge) {
        return IntStream.range(0, 1 + random.nextInt(4))
                .mapToObj(i -> step(mayMerge && random.nextInt(10) == 0))
                .toList();
    }

    private Step step(boolean isMerge) {
        if (random.nextInt(12) == 0) {
            return new Step(List.of(), List.of());
        }
        return new Step(edits(), isMerge ? edits() : List.of());
    }

    private List<FileEdit> edits() {
        if (random.nextInt(8) == 0) {
            return List.of(shared.get(random.nextInt(shared.size())));
        }
        return IntStream.range(0, 1 + random.nextInt(2)).mapToObj(i -> edit()).toList();
    }

    private FileEdit edit() {
        String path = path(random.nextInt(7));
        return switch (random.nextInt(20)) {
            case 0 -> new Write(path, lines(1 + random.nextInt(6)));
            case 1 -> new Delete(path);
            case 2, 3 -> new Rename(path, path(5 + random.nextInt(4)));
            case 4 -> new Rename(random.nextBoolean() ? "a" : "a/c", random.nextBoolean() ? "d" : "b/e");
            case 5 -> new Flip(path);
            case 6, 7, 8, 9, 10 -> new Insert(path, random.nextInt(18), lines(1 + random.nextInt(2)));
            default -> new Replace(path, random.nextInt(18), lines(random.nextInt(3)));
        };
    }

    private String path(int number) {
        return FOLDERS.get(number % FOLDERS.size()) + "f" + number;
    }

    private List<String> lines(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "line " + (random.nextInt(4) == 0 ? random.nextInt(3) : random.nextInt(400)) + "\n")
                .toList();
    }
}
