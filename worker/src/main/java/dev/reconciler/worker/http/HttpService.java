package dev.reconciler.worker.http;

import dev.reconciler.worker.config.HostPort;
import dev.reconciler.worker.port.HostService;
import dev.reconciler.worker.state.HostState;
import dev.reconciler.worker.state.WorkerAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A host's service with an {@link HttpEndpoint}, which is open as long as the service runs, whether Temporal answers or
 * not; the commands of this host find it by the {@link HostState}.
 */
public final class HttpService extends HostService.WrappedService {
    private static final Logger LOG = LoggerFactory.getLogger(HttpService.class);

    private final HostPort listen;
    private final List<HttpRoutes> routes;
    private final HostState state;
    private final String commandSecret;
    private @Nullable HttpEndpoint endpoint;
    private boolean closed;

    /**
     * Puts an endpoint around a service.
     *
     * @param routes the paths that the endpoint serves
     * @param state is closed with the service
     * @param secret by which the endpoint knows the commands of this host
     */
    public HttpService(HostService service, HostPort listen, List<HttpRoutes> routes, HostState state, String secret) {
        super(service);
        this.listen = listen;
        this.routes = List.copyOf(routes);
        this.state = state;
        this.commandSecret = secret;
    }

    @Override
    public void run() {
        openEndpoint();
        try {
            super.run();
        } finally {
            closeEndpoint();
        }
    }

    private synchronized void openEndpoint() {
        // Another thread may have called close before this one got here.
        if (!closed) {
            endpoint = HttpEndpoint.start(listen, routes);
            state.announce(new WorkerAddress("http://" + endpoint.address().toReach(), commandSecret));
            LOG.info("listening on http://{}", endpoint.address());
        }
    }

    private synchronized void closeEndpoint() {
        closed = true;
        if (endpoint != null) {
            endpoint.close();
        }
        endpoint = null;
    }

    @Override
    public void close() {
        // The endpoint closes first. Otherwise a sender could be told of a run that the service does not start any
        // more.
        closeEndpoint();
        super.close();
        state.close();
    }
}
