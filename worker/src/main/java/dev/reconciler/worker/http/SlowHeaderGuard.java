package dev.reconciler.worker.http;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;

/**
 * Closes connections whose next request takes too long to begin. The server itself bounds silence only, and a sender of
 * one letter every few seconds is never silent.
 */
final class SlowHeaderGuard implements AutoCloseable {
    private static final int LOOKS = 4;

    private final Server server;
    private final Duration limit;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(SlowHeaderGuard::newDaemonThread);
    private Map<Connection, Waiting> waiting = new HashMap<>();

    private SlowHeaderGuard(Server server, Duration limit) {
        this.server = server;
        this.limit = limit;
    }

    static SlowHeaderGuard start(Server server, Duration limit) {
        SlowHeaderGuard guard = new SlowHeaderGuard(server, limit);
        long between = limit.toNanos() / LOOKS;
        ScheduledFuture<?> unused =
                guard.timer.scheduleWithFixedDelay(guard::closeSlow, between, between, TimeUnit.NANOSECONDS);
        return guard;
    }

    private static Thread newDaemonThread(Runnable work) {
        Thread thread = new Thread(work, "slow-headers");
        thread.setDaemon(true);
        return thread;
    }

    private void closeSlow() {
        Map<Connection, Waiting> still = new HashMap<>();
        for (Connector connector : server.getConnectors()) {
            for (EndPoint end : connector.getConnectedEndPoints()) {
                look(end, still);
            }
        }
        waiting = still;
    }

    private void look(EndPoint end, Map<Connection, Waiting> still) {
        Connection connection = end.getConnection();
        // A request counts once its headers are whole, and is answered by others in time.
        if (connection == null || connection.getMessagesIn() > connection.getMessagesOut()) {
            return;
        }
        long now = System.nanoTime();
        Waiting since = waiting.get(connection);
        if (since == null || since.requests() != connection.getMessagesIn() || isUnused(connection, since)) {
            since = new Waiting(connection.getMessagesIn(), connection.getBytesIn(), now);
        }
        if (now - since.nanos() >= limit.toNanos()) {
            end.close();
        } else {
            still.put(connection, since);
        }
    }

    /** Nothing of another request has come: the server closes such a connection in its own time. */
    private static boolean isUnused(Connection connection, Waiting since) {
        return since.requests() > 0 && since.bytes() == connection.getBytesIn();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /**
     * A connection that waits for a request.
     *
     * @param requests how many came before
     * @param bytes what came before
     * @param nanos when it was last seen to have sent no more than that, or first of all
     */
    private record Waiting(long requests, long bytes, long nanos) {}
}
