package dev.reconciler.worker.http;

import io.javalin.config.RoutesConfig;
import java.util.Map;

/** {@code GET /health/…}. */
public final class HealthRoutes implements HttpRoutes {
    private final Readiness readiness;

    /** The routes to that. */
    public HealthRoutes(Readiness readiness) {
        this.readiness = readiness;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        // Whoever can answer lives: what is wrong outside is no reason to start the process again.
        routes.get("/health/live", context -> JsonAnswers.answer(context, 200, Map.of("live", true)));
        routes.get("/health/ready", context -> {
            Readiness.Report report = readiness.report();
            JsonAnswers.answer(context, report.ready() ? 200 : 503, report);
        });
    }
}
