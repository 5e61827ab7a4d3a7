package dev.reconciler.worker.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A short command that {@code java -jar} began, from the archive beside the jar: what Java has to be told at its start can't be
 * told by a jar. The launcher beside the jar does the same, but that it does not know the version of its Java.
 */
final class ArchiveStart {
    /** What runs for long runs as Java thinks best. */
    private static final Set<String> LONG = Set.of("worker", "demo");

    /** What a person tells each Java. */
    private static final List<String> PERSONS_OPTIONS =
            List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS");

    /** Belongs to whoever runs it. */
    private static final Path PROCESS = Path.of("/proc/self");

    private static final String JAR = "reconciler.jar";
    private static final String OPTIONS = "reconciler.options";
    private static final String TRAINED = "reconciler.trained";

    /** What the training leaves, of which one of the archives. */
    private static final List<String> READ = List.of(TRAINED, OPTIONS, "reconciler.jsa", "reconciler.aot");

    private ArchiveStart() {}

    /** Whether the program may be started so: it is a jar's, with a short command, and no option says how Java shall run. */
    static boolean isPossible(String[] arguments, Map<String, String> environment) {
        return arguments.length > 0
                && !LONG.contains(arguments[0])
                && findJar().endsWith(JAR)
                && PERSONS_OPTIONS.stream()
                        .allMatch(name -> environment.getOrDefault(name, "").isEmpty());
    }

    private static Path findJar() {
        return Path.of(System.getProperty("java.class.path", ""));
    }

    /** The program as it is started with the archive; unchanged where this Java has made none here, or not for this jar. */
    static ProgramImage change(ProgramImage started) {
        try {
            return addArchive(started);
        } catch (IOException unreadable) {
            return started;
        }
    }

    private static ProgramImage addArchive(ProgramImage started) throws IOException {
        Path jar = findJar().toRealPath();
        Path folder = Objects.requireNonNull(jar.getParent());
        boolean isByJarAlone = started.arguments().size() > 2
                && ProgramImage.decode(started.arguments().get(1)).equals("-jar");
        return isByJarAlone && jar.endsWith(JAR) && isTrained(jar, folder) && isOfOwner(jar, folder)
                ? new ProgramImage(addOptions(started.arguments(), folder), started.variables())
                : started;
    }

    private static boolean isTrained(Path jar, Path folder) throws IOException {
        Path trained = folder.resolve(TRAINED);
        return Files.isReadable(trained)
                && Files.getLastModifiedTime(jar).compareTo(Files.getLastModifiedTime(trained)) <= 0
                && Files.readAllLines(trained)
                        .equals(List.of(
                                ProgramImage.PROGRAM.toRealPath().toString(),
                                folder.toString(),
                                System.getProperty("java.vm.version")));
    }

    // Into some folders anybody may lay a file, beside the jar of another user.
    private static boolean isOfOwner(Path jar, Path folder) throws IOException {
        Set<Object> trusted = Set.copyOf(List.of(0, readOwner(jar), Files.getAttribute(PROCESS, "unix:uid")));
        for (String name : READ) {
            Path read = folder.resolve(name);
            if (Files.exists(read, LinkOption.NOFOLLOW_LINKS) && !trusted.contains(readOwner(read))) {
                return false;
            }
        }
        return Files.exists(folder.resolve(OPTIONS));
    }

    private static Object readOwner(Path file) throws IOException {
        return Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }

    private static List<byte[]> addOptions(List<byte[]> started, Path folder) {
        byte[] options = ("@" + folder.resolve(OPTIONS)).getBytes(StandardCharsets.UTF_8);
        return Stream.concat(Stream.of(started.get(0), options), started.subList(3, started.size()).stream())
                .toList();
    }
}
