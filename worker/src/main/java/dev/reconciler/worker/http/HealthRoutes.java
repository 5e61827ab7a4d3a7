package dev.reconciler.worker.http;

import io.javalin.config.RoutesConfig;
import java.util.Map;

/** The paths {@code /health/live} and {@code /health/ready}. */
public final class HealthRoutes implements HttpRoutes {
    private final Readiness readiness;

    /** Shows the {@link Readiness.Report} of that readiness. */
    public HealthRoutes(Readiness readiness) {
        this.readiness = readiness;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        // A process that answers lives. A fault outside of it is no reason to start the process again.
        routes.get("/health/live", context -> JsonAnswers.answer(context, 200, Map.of("live", true)));
        routes.get("/health/ready", context -> {
            Readiness.Report report = readiness.report();
            JsonAnswers.answer(context, report.ready() ? 200 : 503, report);
        });
    }
}
