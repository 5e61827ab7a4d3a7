package dev.reconciler.worker.http;

import dev.reconciler.worker.config.HostPort;
import dev.reconciler.worker.port.HostService;
import dev.reconciler.worker.port.RepositoryDirectory;
import dev.reconciler.worker.port.RunStarter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A host's service that can be spoken to over HTTP as long as it runs, whether Temporal answers or not. */
public final class HttpService implements HostService {
    private static final Logger LOG = LoggerFactory.getLogger(HttpService.class);

    private final HostService service;
    private final HostPort listen;
    private final List<HttpRoutes> routes;
    private @Nullable HttpEndpoint endpoint;
    private boolean closed;

    /** @param routes what the endpoint serves */
    public HttpService(HostService service, HostPort listen, List<HttpRoutes> routes) {
        this.service = service;
        this.listen = listen;
        this.routes = List.copyOf(routes);
    }

    @Override
    public void run() {
        openEndpoint();
        try {
            service.run();
        } finally {
            closeEndpoint();
        }
    }

    private synchronized void openEndpoint() {
        if (!closed) {
            endpoint = HttpEndpoint.start(listen, routes);
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
    public RunStarter starter() {
        return service.starter();
    }

    @Override
    public RepositoryDirectory directory() {
        return service.directory();
    }

    @Override
    public void close() {
        // Nobody shall be told of a run that is not started any more.
        closeEndpoint();
        service.close();
    }
}
