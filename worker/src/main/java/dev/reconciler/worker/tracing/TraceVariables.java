package dev.reconciler.worker.tracing;

import dev.reconciler.worker.config.ConfigurationException;
import dev.reconciler.worker.config.ConfigurationProblem;
import dev.reconciler.worker.config.SafeQuoting;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** OpenTelemetry's standard variables: whether they ask for traces, and what is wrong with them. */
final class TraceVariables {
    private static final String DISABLED = "OTEL_SDK_DISABLED";
    private static final String EXPORTER = "OTEL_TRACES_EXPORTER";
    private static final List<String> ENDPOINTS =
            List.of("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT");
    private static final List<String> PROTOCOLS =
            List.of("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL");
    private static final String PROTOCOL = "http/protobuf";
    private static final String DEFAULT_ENDPOINT = "http://localhost:4318";
    private static final Pattern URL = Pattern.compile("(?i)https?://[^/\\s]+.*");
    private static final Pattern PROPERTY = Pattern.compile("otel(?:\\.[a-z0-9_-]+)+");

    private final Map<String, String> set = new HashMap<>();

    /** @param environment the variables of the process; an empty one counts as not set, as OpenTelemetry has it */
    TraceVariables(Map<String, String> environment) {
        environment.forEach((name, value) -> {
            if (name.startsWith("OTEL_") && !value.isBlank()) {
                set.put(name, value.strip());
            }
        });
    }

    /**
     * Whether traces are asked for: by an exporter or by where to send them.
     *
     * @throws ConfigurationException if they are asked for in a way that this program does not have
     */
    boolean askForTraces() {
        if (Boolean.parseBoolean(set.get(DISABLED))) {
            return false;
        }
        String exporter = set.get(EXPORTER);
        if (exporter == null) {
            return ENDPOINTS.stream().anyMatch(set::containsKey);
        }
        if (exporter.equals("none")) {
            return false;
        }
        requireValue(EXPORTER, "otlp", "otlp or none");
        return true;
    }

    /** The settings of OpenTelemetry's library, by its own names for them. */
    Map<String, String> toProperties() {
        PROTOCOLS.stream()
                .filter(set::containsKey)
                .forEach(name -> requireValue(
                        name,
                        PROTOCOL,
                        PROTOCOL + ", which collectors take at port 4318; this program speaks no gRPC"));
        ENDPOINTS.stream().filter(set::containsKey).forEach(this::requireUrl);
        Map<String, String> properties = new HashMap<>();
        set.forEach((name, value) -> properties.put(toProperty(name), value));
        properties.put("otel.exporter.otlp.protocol", PROTOCOL);
        properties.put("otel.traces.exporter", "otlp");
        // Metrics are Prometheus's to fetch, and the log is the process's standard error.
        properties.put("otel.metrics.exporter", "none");
        properties.put("otel.logs.exporter", "none");
        // Baggage would get into Temporal's history, in clear, whatever the sender of a webhook has put there.
        properties.put("otel.propagators", "tracecontext");
        return properties;
    }

    private void requireValue(String name, String expected, String explained) {
        String value = set.getOrDefault(name, expected);
        if (!value.equals(expected)) {
            throw newProblem(name, SafeQuoting.quoteValue(value) + " (expected: " + explained + ")");
        }
    }

    private void requireUrl(String name) {
        String value = set.getOrDefault(name, "");
        if (!URL.matcher(value).matches()) {
            throw newProblem(
                    name,
                    SafeQuoting.quoteValue(value) + " (expected: the URL of a collector, such as '" + DEFAULT_ENDPOINT
                            + "')");
        }
    }

    /** Where the spans go, without what could be a secret. */
    String describeEndpoint() {
        return ENDPOINTS.stream()
                .map(set::get)
                .filter(value -> value != null)
                .findFirst()
                .map(SafeQuoting::quoteValue)
                .orElse("'" + DEFAULT_ENDPOINT + "'");
    }

    /**
     * Says which variable the library does not understand. Its own words are not shown: they may quote the login to a
     * collector.
     */
    ConfigurationException explain(RuntimeException refused) {
        for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
            String words = String.valueOf(cause.getMessage());
            Optional<String> name = findNamed(words).or(() -> findQuoted(words)).or(() -> findMeant(words));
            if (name.isPresent()) {
                String expected =
                        name.get().endsWith("_ENDPOINT") ? "the URL of a collector" : "as OpenTelemetry has it";
                return newProblem(name.get(), quoteUnlessSecret(name.get()) + " (expected: " + expected + ")");
            }
        }
        return newProblem("OTEL_*", "traces can't be set up (expected: the variables as OpenTelemetry has them)");
    }

    private Optional<String> findNamed(String words) {
        return PROPERTY.matcher(words)
                .results()
                .map(property -> toVariable(property.group()))
                .filter(set::containsKey)
                .findFirst();
    }

    private Optional<String> findQuoted(String words) {
        return set.entrySet().stream()
                .filter(variable -> words.contains(variable.getValue()))
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst();
    }

    /** The one whose last word the library uses, such as "compression". */
    private Optional<String> findMeant(String words) {
        return set.keySet().stream()
                .filter(name -> words.toLowerCase(Locale.ROOT)
                        .contains(name.substring(name.lastIndexOf('_') + 1).toLowerCase(Locale.ROOT)))
                .sorted()
                .findFirst();
    }

    private String quoteUnlessSecret(String name) {
        boolean mayBeSecret = name.endsWith("_HEADERS") || name.endsWith("_ATTRIBUTES");
        return mayBeSecret ? "can't be read" : SafeQuoting.quoteValue(String.valueOf(set.get(name)));
    }

    private static ConfigurationException newProblem(String name, String message) {
        return new ConfigurationException(List.of(new ConfigurationProblem(name, 0, 0, "", message)));
    }

    private static String toProperty(String variable) {
        return variable.toLowerCase(Locale.ROOT).replace('_', '.');
    }

    private static String toVariable(String property) {
        return property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
