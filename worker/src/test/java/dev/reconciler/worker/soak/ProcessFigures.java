package dev.reconciler.worker.soak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a Java process has of its system, as Linux and its own tools tell.
 *
 * @param memoryMb what is in memory, in MB
 * @param heapMb what its heap holds after a collection, in MB
 * @param files its open files
 */
record ProcessFigures(long memoryMb, long heapMb, long files, long threads, long children) {
    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    static ProcessFigures read(ProcessHandle process) throws IOException {
        Path proc = Path.of("/proc", Long.toString(process.pid()));
        run("GC.run", process);
        // Each generation has a line of its own; what comes after them is no heap.
        long heap = USED.matcher(run("GC.heap_info", process).split("Metaspace", 2)[0])
                        .results()
                        .mapToLong(used -> Long.parseLong(used.group(1)))
                        .sum()
                / 1024;
        long files;
        try (Stream<Path> open = Files.list(proc.resolve("fd"))) {
            files = open.count();
        }
        String status = Files.readString(proc.resolve("status"));
        return new ProcessFigures(
                readNumber(status, "VmRSS") / 1024,
                heap,
                files,
                readNumber(status, "Threads"),
                process.descendants().count());
    }

    private static long readNumber(String status, String name) {
        Matcher line = Pattern.compile(name + ":\\s+(\\d+)").matcher(status);
        return line.find() ? Long.parseLong(line.group(1)) : 0;
    }

    private static String run(String command, ProcessHandle process) throws IOException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        command)
                .redirectErrorStream(true)
                .start();
        return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "memory " + memoryMb + " MB, heap " + heapMb + " MB, open files " + files + ", threads " + threads
                + ", child processes " + children;
    }
}
