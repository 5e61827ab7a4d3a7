package dev.reconciler.worker.http;

import dev.reconciler.worker.config.ConfigurationException;
import dev.reconciler.worker.config.ConfigurationProblem;
import dev.reconciler.worker.config.HostPort;
import dev.reconciler.worker.webhook.WebhookAnswer;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import java.util.List;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The worker's HTTP server. */
public final class HttpEndpoint implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpEndpoint.class);

    /** Each may hold one whole body: this bounds what strangers can make the process hold. */
    private static final int THREADS = 24;

    private static final int SPARE_THREADS = 4;
    private static final int IDLE_MS = 60_000;

    private final Javalin server;
    private final HostPort address;

    private HttpEndpoint(Javalin server, HostPort address) {
        this.server = server;
        this.address = address;
    }

    /**
     * Listens.
     *
     * @param listen port 0: any that is free
     * @throws ConfigurationException if somebody else listens there
     */
    public static HttpEndpoint start(HostPort listen, List<HttpRoutes> routes) {
        Javalin server = Javalin.create(config -> configureServer(config, routes));
        try {
            server.start(listen.host(), listen.port());
        } catch (JavalinBindException inUse) {
            throw newPortTakenError(listen);
        }
        return new HttpEndpoint(server, new HostPort(listen.host(), server.port()));
    }

    private static void configureServer(JavalinConfig config, List<HttpRoutes> routes) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.jetty.threadPool = new QueuedThreadPool(THREADS, SPARE_THREADS, IDLE_MS);
        config.routes.exception(
                HttpResponseException.class,
                (refused, context) -> JsonAnswers.answer(
                        context, WebhookAnswer.error(refused.getStatus(), String.valueOf(refused.getMessage()))));
        config.routes.exception(Exception.class, (defect, context) -> {
            LOG.error("{} {} failed, which is a defect of this program", context.method(), context.path(), defect);
            JsonAnswers.answer(context, WebhookAnswer.error(500, "a defect of this program; its log says more"));
        });
        routes.forEach(some -> some.addTo(config.routes));
    }

    private static ConfigurationException newPortTakenError(HostPort listen) {
        String message = "can't listen on " + listen + " (expected: a free port that this user may use)";
        return new ConfigurationException(
                List.of(new ConfigurationProblem("configuration", 0, 0, "webhook.listen", message)));
    }

    /** Where it listens, with the port that it got. */
    public HostPort address() {
        return address;
    }

    @Override
    public void close() {
        server.stop();
    }
}
