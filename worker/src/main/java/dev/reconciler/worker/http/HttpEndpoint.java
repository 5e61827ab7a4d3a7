package dev.reconciler.worker.http;

import dev.reconciler.git.error.DiskErrors;
import dev.reconciler.git.secret.SecretScrubber;
import dev.reconciler.worker.api.RequestProblemException;
import dev.reconciler.worker.api.RequestProblemException.ProblemDetails;
import dev.reconciler.worker.config.ConfigurationException;
import dev.reconciler.worker.config.ConfigurationProblem;
import dev.reconciler.worker.config.HostPort;
import dev.reconciler.worker.webhook.WebhookAnswer;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.router.ParsedEndpoint;
import io.javalin.util.JavalinBindException;
import java.net.BindException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server of the worker. */
public final class HttpEndpoint implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpEndpoint.class);

    /**
     * Each thread may hold one whole body, so this number bounds the memory that strangers can make the process use.
     */
    private static final int THREADS = 24;

    private static final int SPARE_THREADS = 4;
    private static final int IDLE_MS = 60_000;

    private final Javalin server;
    private final HostPort address;
    private final SlowHeaderGuard guard;

    private HttpEndpoint(Javalin server, HostPort address, SlowHeaderGuard guard) {
        this.server = server;
        this.address = address;
        this.guard = guard;
    }

    /**
     * Starts a server that serves those routes.
     *
     * @param listen the address to listen on; port 0 means any free port
     * @throws ConfigurationException if the port is taken, or this user may not listen on it
     */
    public static HttpEndpoint start(HostPort listen, List<HttpRoutes> routes) {
        return start(listen, routes, ConnectionLimits.ofThisProcess());
    }

    static HttpEndpoint start(HostPort listen, List<HttpRoutes> routes, ConnectionLimits limits) {
        Javalin server = Javalin.create(config -> configureServer(config, routes, limits));
        try {
            server.start(listen.host(), listen.port());
        } catch (JavalinBindException refused) {
            throw newListenError(listen, refused);
        }
        for (Connector connector : server.jettyServer().server().getConnectors()) {
            ((AbstractConnector) connector).setIdleTimeout(limits.unusedAtMost().toMillis());
        }
        SlowHeaderGuard guard = SlowHeaderGuard.start(server.jettyServer().server(), limits.headerWait());
        return new HttpEndpoint(server, new HostPort(listen.host(), server.port()), guard);
    }

    private static void configureServer(JavalinConfig config, List<HttpRoutes> routes, ConnectionLimits limits) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        // A wrong method on a path of ours is told from an unknown path.
        config.http.prefer405over404 = true;
        // Between two requests a connection may be silent for longer.
        config.jetty.modifyHttpConfiguration(
                http -> http.setIdleTimeout(limits.headerWait().toMillis()));
        config.jetty.threadPool = new QueuedThreadPool(THREADS, SPARE_THREADS, IDLE_MS);
        config.jetty.modifyServer(jetty -> jetty.addBean(new PromptConnectionLimit(limits, jetty)));
        // Refusals of the server itself, such as an unknown path, are JSON like every other answer.
        config.routes.exception(
                HttpResponseException.class,
                (refused, context) -> answerIfThere(() -> answerRefusal(context, refused)));
        config.routes.exception(
                RequestProblemException.class,
                (problem, context) -> answerIfThere(() -> ProblemAnswers.answer(context, problem)));
        config.routes.exception(
                Exception.class, (defect, context) -> answerIfThere(() -> answerDefect(context, defect)));
        routes.forEach(some -> some.addTo(config.routes));
        addHeadRoutes(config);
    }

    // By itself, the server answers HEAD with 200 wherever there is a path for GET, whatever GET would say there. What
    // is written to such a request is not sent.
    private static void addHeadRoutes(JavalinConfig config) {
        for (ParsedEndpoint served : List.copyOf(config.unsafe.internalRouter.allHttpHandlers())) {
            if (served.endpoint.method.equals(HandlerType.GET)) {
                config.routes.head(served.endpoint.path, served.endpoint.handler);
            }
        }
    }

    // The server may be done with a request that waited, as where it was stopped: then nothing of it can be read. What
    // fails here Javalin hands to this very method again, without end.
    private static void answerIfThere(Runnable answer) {
        try {
            answer.run();
        } catch (RuntimeException gone) {
            LOG.debug("a request was over before its answer: {}", gone.getMessage());
        }
    }

    private static void answerRefusal(Context context, HttpResponseException refused) {
        String why = String.valueOf(refused.getMessage());
        if (refused.getStatus() == 405) {
            // HTTP demands this header with it: the methods are all that the server says beside its message.
            refused.getDetails().values().forEach(methods -> context.header("Allow", methods));
        }
        if (context.path().startsWith(ProblemAnswers.API)) {
            ProblemAnswers.answer(context, ProblemDetails.of(refused.getStatus(), why));
        } else {
            JsonAnswers.answer(context, WebhookAnswer.error(refused.getStatus(), why));
        }
    }

    private static void answerDefect(Context context, Exception defect) {
        if (context.path().startsWith(ProblemAnswers.API)) {
            ProblemAnswers.answerFailure(context, defect);
            return;
        }
        // A message of a library may quote the request, its headers too.
        LOG.error(
                "{} {} failed, which is a defect of this program: {}",
                context.method(),
                context.path(),
                SecretScrubber.none().trace(defect));
        JsonAnswers.answer(context, WebhookAnswer.error(500, "a defect of this program; its log says more"));
    }

    private static ConfigurationException newListenError(HostPort listen, JavalinBindException refused) {
        String message = "can't listen on " + listen + " (expected: a free port that this user may use)";
        ConfigurationProblem problem = new ConfigurationProblem("configuration", 0, 0, "webhook.listen", message);
        return isTaken(refused)
                ? ConfigurationException.passing(problem)
                : new ConfigurationException(List.of(problem));
    }

    // Or the host lacks that address, as before its network is up. What is forbidden is refused in the same way.
    private static boolean isTaken(Throwable refused) {
        return Stream.iterate(refused, Objects::nonNull, Throwable::getCause)
                .anyMatch(cause -> cause instanceof BindException
                        && !DiskErrors.saysForbidden(String.valueOf(cause.getMessage())));
    }

    /** The address of the server, with the port that it got. */
    public HostPort address() {
        return address;
    }

    @Override
    public void close() {
        guard.close();
        server.stop();
    }
}
