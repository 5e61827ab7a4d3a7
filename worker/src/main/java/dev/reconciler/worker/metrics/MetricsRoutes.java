package dev.reconciler.worker.metrics;

import dev.reconciler.worker.access.RequestOrigin;
import dev.reconciler.worker.access.ViewAccess;
import dev.reconciler.worker.http.HttpRoutes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/** The path {@code /metrics}. */
public final class MetricsRoutes implements HttpRoutes {
    private final ViewAccess access;
    private final HostMetrics metrics;

    /** Shows those metrics to whom that rule lets in. */
    public MetricsRoutes(ViewAccess access, HostMetrics metrics) {
        this.access = access;
        this.metrics = metrics;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/metrics", this::answer);
        routes.after(
                "/webhooks/{hook}", context -> metrics.countWebhook(context.pathParam("hook"), context.statusCode()));
    }

    private void answer(Context context) {
        HostMetrics.MetricsText text =
                metrics.scrape(access.requireViewer(RequestOrigin.of(context)), context.header("Accept"));
        context.contentType(text.contentType())
                .header("Cache-Control", "no-store")
                .result(text.bytes());
    }
}
