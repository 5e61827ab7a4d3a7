package dev.reconciler.worker.http;

import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;

/**
 * Jetty's limit, which gives the short idle time-out to those connections too that were on their way when the limit was
 * reached. Jetty itself gives it to those that were open by then, and so never to the one that reached the limit.
 */
final class PromptConnectionLimit extends NetworkConnectionLimit implements Connection.Listener {
    private final Server server;
    private volatile boolean isReached;

    PromptConnectionLimit(ConnectionLimits limits, Server server) {
        super(limits.most(), server);
        this.server = server;
        setEndPointIdleTimeout(limits.idleAtMost().toMillis());
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        for (Connector connector : server.getConnectors()) {
            connector.addEventListener(this);
        }
    }

    @Override
    protected void limit() {
        isReached = true;
        super.limit();
    }

    @Override
    protected void unlimit() {
        isReached = false;
        super.unlimit();
    }

    /** From now on Jetty sees this connection, whose time-out may just have been set, or be about to be. */
    @Override
    public void onOpened(Connection connection) {
        EndPoint end = connection.getEndPoint();
        boolean isShort = false;
        // No lock: a time-out that ends here closes the connection, which asks for Jetty's own.
        while (isShort != isReached) {
            isShort = !isShort;
            end.setIdleTimeout(isShort ? getEndPointIdleTimeout() : server.getConnectors()[0].getIdleTimeout());
        }
    }
}
