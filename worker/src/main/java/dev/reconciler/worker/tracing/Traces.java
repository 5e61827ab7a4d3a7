package dev.reconciler.worker.tracing;

import dev.reconciler.reload.CallTrace;
import dev.reconciler.worker.api.RequestTraces;
import dev.reconciler.worker.temporal.connection.TemporalTraces;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.common.interceptors.WorkflowClientInterceptor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The traces of this process, set up by OpenTelemetry's standard variables. */
public final class Traces implements TemporalTraces, AutoCloseable {
    /** The logger of OpenTelemetry's library, held here since Java forgets one that nobody holds. */
    private static final Logger LIBRARY = Logger.getLogger("io.opentelemetry");

    /** A collector that is away must not hold up the end of the process. */
    private static final Duration LAST_SPANS = Duration.ofSeconds(3);

    private final OpenTelemetrySdk sdk;
    private final Tracer tracer;
    private final RunSpans runs;

    private Traces(OpenTelemetrySdk sdk, RunIds ids) {
        this.sdk = sdk;
        this.tracer = sdk.getTracer("dev.reconciler");
        this.runs = new RunSpans(tracer, ids);
    }

    /**
     * Sets traces up.
     *
     * @param environment the variables of the process
     * @param host the name of this host
     * @return empty where no variable asks for traces
     * @throws dev.reconciler.worker.config.ConfigurationException if a variable has a value that can't be used
     */
    public static Optional<Traces> of(Map<String, String> environment, String host) {
        TraceVariables variables = new TraceVariables(environment);
        return variables.askForTraces() ? Optional.of(open(variables, host)) : Optional.empty();
    }

    private static Traces open(TraceVariables variables, String host) {
        Map<String, String> properties = variables.toProperties();
        // What it has to say of a collector, ToldExporter says in our log, once.
        LIBRARY.setLevel(Level.OFF);
        RunIds ids = new RunIds();
        try {
            OpenTelemetrySdk sdk = AutoConfiguredOpenTelemetrySdk.builder()
                    .addPropertiesCustomizer(config -> properties)
                    .addResourceCustomizer((resource, config) -> nameService(resource, host))
                    .addTracerProviderCustomizer((provider, config) -> provider.setIdGenerator(ids))
                    .addSpanExporterCustomizer(
                            (exporter, config) -> new ToldExporter(exporter, variables.describeEndpoint()))
                    .disableShutdownHook()
                    .build()
                    .getOpenTelemetrySdk();
            return new Traces(sdk, ids);
        } catch (RuntimeException refused) {
            throw variables.explain(refused);
        }
    }

    private static Resource nameService(Resource resource, String host) {
        Resource named = Resource.create(Attributes.builder()
                .put("service.name", "reconciler")
                .put("host.name", host)
                .build());
        String given = String.valueOf(resource.getAttributes().asMap().entrySet().stream()
                .filter(entry -> entry.getKey().getKey().equals("service.name"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("unknown_service"));
        // What the variables say wins, and "unknown_service:java" is what they say where they say nothing.
        return given.startsWith("unknown_service") ? resource.merge(named) : named.merge(resource);
    }

    @Override
    public List<WorkflowClientInterceptor> ofClients() {
        return List.of(new TracedClient(tracer));
    }

    @Override
    public List<WorkerInterceptor> ofWorkers() {
        return List.of(new TracedWorker(tracer, runs));
    }

    @Override
    public Executor carryTo(Executor threads) {
        return Context.current().wrap(threads);
    }

    /** Traces the requests of forges, CI jobs and applications. */
    public RequestTraces requests() {
        return new RequestSpans(tracer);
    }

    /** Traces the calls of applications. */
    public CallTrace calls() {
        return new CallSpans(tracer);
    }

    /** Sends what there is, for a few seconds at most. */
    @Override
    public void close() {
        runs.endHeld();
        sdk.getSdkTracerProvider().shutdown().join(LAST_SPANS.toMillis(), TimeUnit.MILLISECONDS);
    }
}
