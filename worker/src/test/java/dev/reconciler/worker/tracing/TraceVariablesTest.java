package dev.reconciler.worker.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.worker.config.ConfigurationException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceVariablesTest {
    private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static boolean ask(String... pairs) {
        return new TraceVariables(map(pairs)).askForTraces();
    }

    private static Map<String, String> map(String... pairs) {
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            variables.put(pairs[i], pairs[i + 1]);
        }
        return variables;
    }

    @Test
    void tracesAreAskedForByAnExporterOrAnEndpoint() {
        assertThat(ask("OTEL_TRACES_EXPORTER", "otlp")).isTrue();
        assertThat(ask(ENDPOINT, "http://collector:4318")).isTrue();
        assertThat(ask("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://collector:4318/v1/traces"))
                .isTrue();
    }

    @Test
    void nothingElseAsksForThem() {
        assertThat(ask()).isFalse();
        assertThat(ask("OTEL_SERVICE_NAME", "data", "OTEL_RESOURCE_ATTRIBUTES", "a=b"))
                .isFalse();
        assertThat(ask(ENDPOINT, "")).isFalse();
        assertThat(ask(ENDPOINT, "http://collector:4318", "OTEL_TRACES_EXPORTER", "none"))
                .isFalse();
        assertThat(ask(ENDPOINT, "http://collector:4318", "OTEL_SDK_DISABLED", "True"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    OTEL_TRACES_EXPORTER        | zipkin    | 'zipkin' (expected: otlp or none)
                    OTEL_EXPORTER_OTLP_PROTOCOL | grpc      | 'grpc' (expected: http/protobuf, which collectors take at port 4318; this program speaks no gRPC)
                    OTEL_TRACES_SAMPLER         | sometimes | 'sometimes' (expected: as OpenTelemetry has it)
                    OTEL_BSP_SCHEDULE_DELAY     | soon      | 'soon' (expected: as OpenTelemetry has it)
                    OTEL_EXPORTER_OTLP_TIMEOUT  | long      | 'long' (expected: as OpenTelemetry has it)
                    OTEL_TRACES_SAMPLER_ARG     | half      | 'half' (expected: as OpenTelemetry has it)
                    OTEL_EXPORTER_OTLP_COMPRESSION | brotli | 'brotli' (expected: as OpenTelemetry has it)
                    OTEL_EXPORTER_OTLP_CERTIFICATE | /no/ca | '/no/ca' (expected: as OpenTelemetry has it)
                    OTEL_EXPORTER_OTLP_HEADERS  | Bearer canary | can't be read (expected: as OpenTelemetry has it)
                    OTEL_EXPORTER_OTLP_ENDPOINT | collector | 'collector' (expected: the URL of a collector, such as 'http://localhost:4318')
                    OTEL_EXPORTER_OTLP_ENDPOINT | ftp://a:canary@b | 'ftp://…' (expected: the URL of a collector, such as 'http://localhost:4318')
                    """, quoteCharacter = '`')
    void aValueThatCanNotBeUsedIsNamed(String name, String value, String message) {
        Map<String, String> variables = map(ENDPOINT, "http://127.0.0.1:1");
        variables.put("OTEL_TRACES_SAMPLER", "traceidratio");
        variables.put(name, value);

        assertThatThrownBy(() -> Traces.of(variables, "host-1"))
                .isInstanceOfSatisfying(ConfigurationException.class, refused -> assertThat(refused.problems())
                        .hasToString("[" + name + ": " + message + "]"));
    }
}
