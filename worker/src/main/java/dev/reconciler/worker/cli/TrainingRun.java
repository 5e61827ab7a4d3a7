package dev.reconciler.worker.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs the short commands one after the other in this process, so that a Java that takes down which classes it has loaded
 * can make an archive of them: {@code reconciler-train} starts it, nobody else does. Its argument is an empty folder.
 */
public final class TrainingRun {
    private static final String CONFIGURATION = """
            host: trained
            state: state
            repositories:
              - { id: data, path: %s, remote: %s, branch: main, every: 5m, retryFor: 5s }
            webhook: { listen: "127.0.0.1:1", secret: "file:reconciler.yaml" }
            api: { tokens: [ { name: app, token: "file:reconciler.yaml" } ] }
            """;

    /** What a worker answers who asks for a run. */
    private static final String STARTED = "{\"workflowId\":\"reconcile/data\",\"runId\":\"r\"}";

    /** What it answers who asks for the repository that it serves. */
    private static final String SERVED = """
            {"repository":"data","state":"settled","local":null,"remote":null,"ahead":0,"behind":0,\
            "unpushedSince":null,"conflicts":[],"last":{"repository":"data","outcome":"in-sync","branch":"main",\
            "oldCommit":null,"newCommit":null,"remoteCommit":null,"ahead":0,"behind":0,"conflictBranch":null,\
            "keptRef":null,"remoteRewritten":false,"trigger":"manual","attempts":1,"durationMs":1,"reload":null,\
            "message":"agree","finishedAt":"2026-01-05T08:00:00Z"},"running":null,"lease":null,"warnings":[]}""";

    private final Path folder;

    private TrainingRun(Path folder) {
        this.folder = folder;
    }

    /** Runs the commands; the process ends with the number of those that failed. */
    public static void main(String[] arguments) throws IOException {
        ProgramRestart.restartWhereNeeded(arguments, System.getenv());
        PrintStream err = System.err;
        System.setErr(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
        System.setOut(System.err);
        List<String> failed = new TrainingRun(Path.of(arguments[0]).toRealPath()).run();
        failed.forEach(err::println);
        // A return would wait for the threads of the services inside this process.
        System.exit(failed.size());
    }

    private List<String> run() throws IOException {
        Stream<String[]> first = Stream.of(
                words("--version"),
                words("--help"),
                words("demo", "--keep", "--directory", folder.toString()),
                words("demo", "--json"));
        List<String> failed = first.flatMap(this::runCommand).toList();
        if (!failed.isEmpty()) {
            return failed;
        }
        Path file = configure();
        String config = file.toString();
        return Stream.of(
                        words("check-config", "--config", config),
                        words("plan", "--config", config),
                        words("plan", "--path", findScene().resolve("data").toString()),
                        words("once", "--config", config),
                        words("once", "--json", "--config", config),
                        words("wait", "--config", config, "--wait", "1s", tip()),
                        words("lease", "--config", config, "data", "--", "true"),
                        words("conflicts", "--config", config),
                        words("start", "--config", config, "data"),
                        words("status", "--config", config),
                        words("status", "--json", "--config", config))
                .flatMap(this::runCommand)
                .toList();
    }

    private static String[] words(String... words) {
        return words;
    }

    private Stream<String> runCommand(String... words) {
        StringWriter said = new StringWriter();
        PrintWriter stream = new PrintWriter(said, true);
        int status = Main.run(words, stream, stream);
        return status == 0 ? Stream.empty() : Stream.of(String.join(" ", words) + " ended " + status + ": " + said);
    }

    private Path configure() throws IOException {
        Path state = Files.createDirectories(folder.resolve("state"));
        ServerSocket worker = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> answerAll(worker), "worker");
        thread.setDaemon(true);
        thread.start();
        Files.writeString(
                state.resolve("worker.json"),
                "{\"address\":\"http://127.0.0.1:" + worker.getLocalPort() + "\",\"secret\":\"s\"}");
        Path scene = findScene();
        return Files.writeString(
                folder.resolve("reconciler.yaml"),
                CONFIGURATION.formatted(scene.resolve("data"), scene.resolve("remote.git")));
    }

    private static void answerAll(ServerSocket worker) {
        while (true) {
            try (Socket caller = worker.accept()) {
                byte[] request = new byte[4096];
                int read = caller.getInputStream().read(request);
                boolean isRun = new String(request, 0, Math.max(0, read), StandardCharsets.US_ASCII).startsWith("POST");
                String body = isRun ? STARTED : SERVED;
                caller.getOutputStream()
                        .write(("HTTP/1.1 " + (isRun ? 202 : 200)
                                        + " OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
                                        + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                                .getBytes(StandardCharsets.US_ASCII));
            } catch (IOException gone) {
                return;
            }
        }
    }

    /** A scene of the demonstration that came to an agreement in a work tree. */
    private Path findScene() throws IOException {
        try (Stream<Path> all = Files.walk(folder, 2)) {
            return all.filter(scene -> scene.endsWith("rebased") && Files.isDirectory(scene.resolve("data")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private String tip() throws IOException {
        return Files.readString(findScene().resolve("data/.git/refs/heads/main"))
                .strip();
    }
}
