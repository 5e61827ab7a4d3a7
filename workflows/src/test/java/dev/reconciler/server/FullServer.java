package dev.reconciler.server;

import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A full Temporal server on a database of its own, which survives the server. */
public final class FullServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration LOOK = Duration.ofMillis(200);

    /** It serves within a second; one that does not has met something that a second start may not meet. */
    private static final int STARTS = 3;

    /** Below those that systems give to outgoing connections, one of which could take it while the server is down. */
    private static final int FIRST_PORT = 20_000;

    private static final int LAST_PORT = 32_000;

    /** Ends the server when this JVM is gone, however it went: then the input ends. */
    private static final String KEEPER = "\"$@\" & read ignored; kill -9 $!; wait $!";

    private static @Nullable FullServer shared;

    private final Path program;
    private final Path folder;
    private final int port;
    private @Nullable Process keeper;
    private @Nullable WorkflowServiceStubs stubs;

    private FullServer(Path program, Path folder, int port) {
        this.program = program;
        this.folder = folder;
        this.port = port;
    }

    /** The one that all tests of this run share; empty where this machine has no {@code temporal}. */
    public static synchronized Optional<FullServer> shared() {
        if (shared == null) {
            shared = inFolder(temporary()).orElse(null);
        }
        return Optional.ofNullable(shared);
    }

    /** The shared one, without starting it. */
    static synchronized Optional<FullServer> started() {
        return Optional.ofNullable(shared);
    }

    /** One that a test has for itself, started; empty where this machine has no {@code temporal}. */
    public static Optional<FullServer> inFolder(Path folder) {
        return TemporalCli.find().map(program -> {
            FullServer server = new FullServer(program, folder, freePort());
            server.start();
            return server;
        });
    }

    public static boolean isAvailable() {
        return TemporalCli.find().isPresent();
    }

    private static Path temporary() {
        try {
            // Where a clean build removes it: the server goes on to write until it sees that this JVM is gone.
            return Files.createTempDirectory(Path.of("target").toAbsolutePath(), "temporal-server");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        return ThreadLocalRandom.current()
                .ints(FIRST_PORT, LAST_PORT)
                .filter(FullServer::isFree)
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    /** HOST:PORT. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** A client of namespace {@code default}. */
    public WorkflowClient client() {
        return WorkflowClient.newInstance(stubs());
    }

    /** A connection that lasts over the server's restarts. */
    public synchronized WorkflowServiceStubs stubs() {
        if (stubs == null) {
            stubs = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                    .setTarget(address())
                    .build());
        }
        return stubs;
    }

    /** Starts it on its database; returns once it serves. */
    public void start() {
        for (int start = 1; start <= STARTS; start++) {
            launch();
            if (serves()) {
                return;
            }
            kill();
        }
        throw new AssertionError("no Temporal server at " + address() + ":\n" + log());
    }

    private void launch() {
        try {
            keeper = new ProcessBuilder(command())
                    .redirectErrorStream(true)
                    .redirectOutput(logFile().toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path logFile() {
        return folder.resolve("server.log");
    }

    private String log() {
        try {
            return Files.readString(logFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(List.of("sh", "-c", KEEPER, "sh", program.toString()));
        command.addAll(List.of("server", "start-dev", "--headless", "--log-level", "error", "--ip", "127.0.0.1"));
        command.addAll(List.of("--port", String.valueOf(port)));
        command.addAll(List.of("--db-filename", folder.resolve("temporal.db").toString()));
        // Without these two a run of five steps takes five times as long.
        command.addAll(List.of("--sqlite-pragma", "journal_mode=wal"));
        command.addAll(List.of("--dynamic-config-value", "history.transferProcessorMaxPollRPS=10000"));
        for (String name : List.of("ReconcileOutcome", "ReconcileRepository", "ReconcileTrigger")) {
            command.addAll(List.of("--search-attribute", name + "=Keyword"));
        }
        return command;
    }

    private boolean serves() {
        DescribeNamespaceRequest request =
                DescribeNamespaceRequest.newBuilder().setNamespace("default").build();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            try {
                stubs().blockingStub()
                        .withWaitForReady()
                        .withDeadlineAfter(LOOK)
                        .describeNamespace(request);
                return true;
            } catch (StatusRuntimeException notYet) {
                stubs().getRawChannel().resetConnectBackoff();
            }
        }
        return false;
    }

    /** With {@code kill -9}; returns once it is gone. */
    public void kill() {
        Process process = keeper;
        if (process == null) {
            return;
        }
        try {
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("the server is still there");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Has the next start begin with an empty database, once it is killed. */
    public void loseData() {
        try (DirectoryStream<Path> database = Files.newDirectoryStream(folder, "temporal.db*")) {
            for (Path file : database) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (stubs != null) {
            stubs.shutdownNow();
        }
        kill();
    }
}
