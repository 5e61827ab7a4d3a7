package dev.reconciler.worker.transports;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import org.awaitility.Awaitility;

/** {@code git daemon}, which knows no login. */
public final class GitDaemon implements GitServer {
    private final Path root;
    private final int port;
    private Process process;

    /** Started. */
    public GitDaemon(Path root) throws IOException {
        this.root = root;
        this.port = freePort();
        this.process = start();
    }

    /** Starts it again where it was. */
    public void restart() throws IOException {
        process = start();
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    private Process start() throws IOException {
        Process started = new ProcessBuilder(
                        "git",
                        "daemon",
                        "--base-path=" + root,
                        "--export-all",
                        "--enable=receive-pack",
                        "--listen=127.0.0.1",
                        "--port=" + port,
                        "--reuseaddr",
                        "--max-connections=100")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Awaitility.await().until(this::isListening);
        return started;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean isListening() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public String url(Path repository) {
        return "git://127.0.0.1:" + port + "/" + root.relativize(repository);
    }

    @Override
    public void close() {
        // The process that listens is a child of the one that was started.
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        Awaitility.await().until(() -> !isListening());
    }
}
