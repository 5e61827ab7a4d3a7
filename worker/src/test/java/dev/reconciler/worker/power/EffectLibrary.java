package dev.reconciler.worker.power;

import dev.reconciler.worker.Program;
import dev.reconciler.worker.power.disk.SystemCommand;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The library of {@code power/effects.c}: preloaded, it counts the effects of a program on a disk, and kills the program
 * and its children before one of them.
 */
public record EffectLibrary(Path file) {
    /** @throws IOException if there is no C compiler, or it refuses the source */
    public static EffectLibrary compile(Path folder) throws IOException {
        return new EffectLibrary(compileSource("effects", folder));
    }

    /** Compiles a source of the tests to a library that can be preloaded. */
    static Path compileSource(String name, Path folder) throws IOException {
        Path library = folder.resolve(name + ".so");
        new SystemCommand("cc", "-shared", "-fPIC", "-O1", "-o", library.toString(), findSource(name), "-ldl")
                .runOrFail();
        return library;
    }

    private static String findSource(String name) {
        try {
            return Path.of(Objects.requireNonNull(EffectLibrary.class.getResource("/power/" + name + ".c"))
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** A program whose effects below a folder are noted in a file that does not exist yet. */
    Program watch(Program program, Path below, Path effects) {
        return program.with("LD_PRELOAD", file.toString())
                .with("EFFECTS_BELOW", below.toString())
                .with("EFFECTS_FILE", effects.toString());
    }

    /** The same, killed before the effect of that number. */
    Program kill(Program program, Path below, Path effects, int number) {
        return watch(program, below, effects).with("EFFECTS_STOP", Integer.toString(number));
    }

    /** The same, where effects below several folders are recorded with what they made. */
    Program record(Program program, List<Path> below, Path effects, Path record) {
        String folders = below.stream().map(Path::toString).collect(Collectors.joining(":"));
        return watch(program, Path.of(folders), effects).with("EFFECTS_RECORD", record.toString());
    }

    /** What was noted, an effect a line. */
    static List<String> readEffects(Path effects) throws IOException {
        return Files.exists(effects) ? Files.readAllLines(effects) : List.of();
    }
}
