package dev.reconciler.worker.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Starts a short command anew, in the same process, from the archive beside the jar, where {@code java -jar} began it: what
 * Java has to be told at its start can't be told by a jar. It is what the launcher beside the jar does, and takes a third of
 * the time.
 */
final class ArchiveRestart {
    /** What runs for long runs as Java thinks best. */
    private static final Set<String> LONG = Set.of("worker", "demo");

    private static final String JAR = "reconciler.jar";

    private ArchiveRestart() {}

    /** Does not return where there is an archive that this Java has made, and no option says how Java shall run. */
    static void restartFromArchive(String[] arguments) {
        Path jar = Path.of(System.getProperty("java.class.path", ""));
        if (arguments.length == 0 || LONG.contains(arguments[0]) || !jar.endsWith(JAR)) {
            return;
        }
        try {
            ProgramImage image = ProgramImage.read();
            Path folder = Objects.requireNonNull(jar.toRealPath().getParent());
            if (isByJarAlone(image.arguments()) && isTrained(folder)) {
                new ProgramImage(addOptions(image.arguments(), folder), image.variables()).start();
            }
        } catch (IOException hidden) {
            // A system that shows no command line, or a folder without an archive: the program runs as it was started.
            return;
        }
    }

    private static boolean isByJarAlone(List<byte[]> started) {
        return started.size() > 2
                && ProgramImage.decode(started.get(1)).equals("-jar")
                && System.getenv("JDK_JAVA_OPTIONS") == null;
    }

    private static boolean isTrained(Path folder) throws IOException {
        return Files.readAllLines(folder.resolve("reconciler.trained"))
                .equals(List.of(ProgramImage.PROGRAM.toRealPath().toString(), folder.toString()));
    }

    private static List<byte[]> addOptions(List<byte[]> started, Path folder) {
        List<byte[]> all = new ArrayList<>(started.subList(0, 1));
        all.add(("@" + folder.resolve("reconciler.options")).getBytes(StandardCharsets.UTF_8));
        all.addAll(started.subList(3, started.size()));
        return all;
    }
}
