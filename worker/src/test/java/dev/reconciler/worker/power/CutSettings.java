package dev.reconciler.worker.power;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** Which cuts a long run of the tests makes, and how far earlier ones came. docs/reliability.md has the properties. */
public final class CutSettings {
    private CutSettings() {}

    /** The progress of tests of that name, in a folder that {@code -Dcuts.progress} names. */
    public static CutProgress readProgress(String name) throws IOException {
        return CutProgress.read(Path.of(System.getProperty("cuts.progress", "target/cuts"), name + ".txt"));
    }

    /** Whether {@code -Dcuts.only}, an expression, is found in the kind of disk, the course and the kind of clone. */
    public static boolean isWanted(String disk, CutScene scene) {
        return (disk + " " + scene).matches(".*(" + System.getProperty("cuts.only", "") + ").*");
    }

    /** Every how many effects is cut: {@code -Dcuts.every}. */
    public static int step(int usual) {
        return Integer.getInteger("cuts.every", usual);
    }

    /** How many states of random losses are made of each cut: {@code -Dcuts.samples}. */
    public static int samples() {
        return Integer.getInteger("cuts.samples", 3);
    }

    /** When a test begins no further cut: after {@code -Dcuts.minutes}. */
    public static Instant end() {
        return Instant.now().plus(Duration.ofMinutes(Integer.getInteger("cuts.minutes", 24 * 60)));
    }

    /** The library in that folder; without a C compiler the test is skipped, and says so. */
    public static EffectLibrary compileLibrary(Path folder) {
        return compileOrSkip(() -> EffectLibrary.compile(folder));
    }

    static <T> T compileOrSkip(Compilation<T> compilation) {
        try {
            return compilation.run();
        } catch (IOException e) {
            return abort("a C compiler is needed: " + e.getMessage());
        }
    }

    /** Makes a library of its source. */
    interface Compilation<T> {
        T run() throws IOException;
    }
}
