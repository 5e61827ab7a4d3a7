package dev.reconciler.worker.http;

import io.javalin.config.RoutesConfig;

/** Some of the paths that the {@link HttpEndpoint} serves. */
@FunctionalInterface
public interface HttpRoutes {
    /** Adds the paths, before the server starts. */
    void addTo(RoutesConfig routes);
}
