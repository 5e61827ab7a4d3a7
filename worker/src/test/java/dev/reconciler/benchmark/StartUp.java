package dev.reconciler.benchmark;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.worker.transports.GitHttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * Commands on one repository that is in sync, as packaged: whole processes from their start to their end, beside a Java
 * that does nothing and a fetch of git's. {@code status} and what asks alike find a worker of this host. And {@code once} on
 * a clone whose commit has to be replayed, beside git's commands for that, with the remote on the disk and behind HTTP.
 */
final class StartUp implements AutoCloseable {
    private static final Path PACKAGED = Path.of("target").toAbsolutePath();
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final String GIT_FETCH = "git fetch";
    private static final String GIT_REPLAY = "git, 1 replayed";
    private static final String OUR_REPLAY = "launcher, once, 1 replayed";
    private static final String OVER_HTTP = ", over HTTP";
    private static final String TOKEN = "benchmark";
    private static final String JAR = PACKAGED.resolve("reconciler.jar").toString();

    /** What a shell's {@code times} says of the programs that it has run. */
    private static final Pattern TIMES = Pattern.compile("(\\d+)m([\\d.]+)s (\\d+)m([\\d.]+)s\\s*$");

    private final Path directory;
    private final GitHttpServer http;
    private final Process worker;

    /** Makes the repository, and starts the worker. */
    StartUp(Path directory) throws IOException {
        this.directory = directory;
        this.http = new GitHttpServer(directory, TOKEN);
        if (!Files.exists(PACKAGED.resolve("reconciler.trained"))) {
            throw new IllegalStateException("no archive in " + PACKAGED + ": mvn -q -DskipTests package makes it");
        }
        Path remote = directory.resolve("remote.git");
        NativeGit.initBare(remote);
        NativeGit clone = NativeGit.clone(remote.toString(), directory.resolve("data"));
        clone.commit("a", "1");
        clone.run("push", "-q", "origin", "main");
        Files.writeString(directory.resolve("reconciler.yaml"), """
                state: state
                repositories:
                  - { id: data, path: data, remote: remote.git, branch: main }
                webhook: { listen: "127.0.0.1:%d" }
                """.formatted(findFreePort()));
        makeReplay();
        worker = newProgram(List.of(JAVA, "-jar", JAR, "worker", "--embedded"))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("worker.log").toFile())
                .start();
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> run(launcher("status")).status == 0);
    }

    private void makeReplay() throws IOException {
        Path start = Files.createDirectory(directory.resolve("replay"));
        Path remote = start.resolve("remote.git");
        NativeGit.initBare(remote);
        NativeGit clone = NativeGit.clone(remote.toString(), start.resolve("data"));
        clone.commit("a", "1");
        clone.run("push", "-q", "origin", "main");
        clone.commit("theirs", "1");
        clone.run("push", "-q", "origin", "main");
        clone.run("reset", "-q", "--hard", "HEAD^");
        clone.run("update-ref", "refs/remotes/origin/main", "HEAD");
        clone.commit("ours", "1");
        requireEnd(run(List.of("cp", "-a", "replay/data", "replay/over-http")), "cp");
        NativeGit overHttp = NativeGit.in(start.resolve("over-http"));
        overHttp.run("remote", "set-url", "origin", http.url(remote));
        overHttp.run("config", "http.extraHeader", "Authorization: Basic " + encodeLogin());
        requireEnd(run(List.of("cp", "-a", "replay", "replay-start")), "cp");
    }

    private static String encodeLogin() {
        return Base64.getEncoder().encodeToString(("bot:" + TOKEN).getBytes(StandardCharsets.UTF_8));
    }

    private void layReplay() throws IOException {
        requireEnd(run(List.of("sh", "-c", "rm -rf replay && cp -a replay-start replay")), "cp");
    }

    private static void requireEnd(Run run, String program) throws IOException {
        if (run.status != 0) {
            throw new IOException(program + " ended " + run.status);
        }
    }

    private static int findFreePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private static List<String> launcher(String... command) {
        return Stream.concat(Stream.of(PACKAGED.resolve("reconciler").toString()), Stream.of(command))
                .toList();
    }

    /** Each program once in each round, so that what else the machine does meets all of them. */
    List<String> measure(int rounds) throws IOException {
        Map<String, List<String>> programs = listPrograms();
        Map<String, List<Run>> runs = new LinkedHashMap<>();
        for (int round = 0; round <= rounds; round++) {
            for (Map.Entry<String, List<String>> program : programs.entrySet()) {
                layReplay();
                Run run = run(program.getValue());
                requireEnd(run, program.toString());
                // The first fills the caches of the disk.
                if (round > 0) {
                    runs.computeIfAbsent(program.getKey(), name -> new ArrayList<>())
                            .add(run);
                }
            }
        }
        double java = median(runs.get("java -version"), Run::wall);
        return runs.entrySet().stream()
                .map(each -> newRow(
                        each.getKey(), each.getValue(), java, median(runs.get(nameOfGits(each.getKey())), Run::wall)))
                .toList();
    }

    /** Of the program of git's that does as much. */
    private static String nameOfGits(String program) {
        return program.startsWith(OUR_REPLAY) ? program.replace(OUR_REPLAY, GIT_REPLAY) : GIT_FETCH;
    }

    private Map<String, List<String>> listPrograms() {
        String tip = NativeGit.in(directory.resolve("data")).run("rev-parse", "HEAD");
        Map<String, List<String>> programs = new LinkedHashMap<>();
        programs.put("java -version", List.of(JAVA, "-version"));
        programs.put(GIT_FETCH, List.of("git", "-C", "data", "fetch", "-q"));
        programs.put(GIT_REPLAY, replayByGit("replay/data"));
        programs.put(OUR_REPLAY, launcher("once", "--path", "replay/data"));
        programs.put(GIT_REPLAY + OVER_HTTP, replayByGit("replay/over-http"));
        programs.put(OUR_REPLAY + OVER_HTTP, launcher("once", "--path", "replay/over-http"));
        for (String command : List.of(
                "--version",
                "check-config",
                "status",
                "plan",
                "once",
                "wait " + tip,
                "lease data -- true",
                "conflicts",
                "start data")) {
            String name = command.split(" ")[0];
            programs.put("launcher, " + name, launcher(command.split(" ")));
            programs.put(
                    "java -jar, " + name,
                    Stream.concat(Stream.of(JAVA, "-jar", JAR), Stream.of(command.split(" ")))
                            .toList());
        }
        return programs;
    }

    private static List<String> replayByGit(String clone) {
        return List.of(
                "sh", "-c", "cd " + clone + " && git fetch -q && git rebase -q origin/main && git push -q origin main");
    }

    private static String newRow(String name, List<Run> runs, double java, double git) {
        double wall = median(runs, Run::wall);
        return String.format(
                Locale.ROOT,
                "| %s | %.0f | %.0f | %.1f | %.1f |",
                name,
                wall,
                median(runs, Run::processor),
                wall / java,
                wall / git);
    }

    private static double median(List<Run> runs, ToDoubleFunction<Run> of) {
        double[] sorted = runs.stream().mapToDouble(of).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    /**
     * A process from its start to its end.
     *
     * @param wall milliseconds
     * @param processor milliseconds of all threads, in the program and the kernel
     */
    private record Run(int status, double wall, double processor) {}

    private Run run(List<String> program) {
        List<String> shell = new ArrayList<>(List.of("sh", "-c", "\"$@\" >/dev/null 2>&1; s=$?; times; exit $s", "sh"));
        shell.addAll(program);
        try {
            long start = System.nanoTime();
            Process process = newProgram(shell).redirectErrorStream(true).start();
            String times = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            return new Run(status, (System.nanoTime() - start) / 1e6, readProcessorTime(times));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static double readProcessorTime(String times) {
        Matcher matcher = TIMES.matcher(times);
        if (!matcher.find()) {
            throw new IllegalStateException("not what times prints: " + times);
        }
        return 60_000.0 * (Integer.parseInt(matcher.group(1)) + Integer.parseInt(matcher.group(3)))
                + 1000.0 * (Double.parseDouble(matcher.group(2)) + Double.parseDouble(matcher.group(4)));
    }

    private ProcessBuilder newProgram(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder;
    }

    @Override
    public void close() {
        worker.destroy();
        worker.onExit().join();
        http.close();
    }
}
